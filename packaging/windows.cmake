# What differs on Windows: libuv and SQLite are static libraries in WSFCSIM_WINDOWS_LIBRARIES, there is no
# libedit, and printf is C11's.
set(WSFCSIM_WINDOWS_LIBRARIES ${CMAKE_SOURCE_DIR}/build/windows-libraries CACHE PATH "libuv and SQLite for Windows")
function(wsfcsim_windows_library name archive)
  add_library(${name} STATIC IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION ${WSFCSIM_WINDOWS_LIBRARIES}/lib/${archive}
    INTERFACE_INCLUDE_DIRECTORIES ${WSFCSIM_WINDOWS_LIBRARIES}/include INTERFACE_LINK_LIBRARIES "${ARGN}")
endfunction()
wsfcsim_windows_library(PkgConfig::SQLITE3 libsqlite3.a)
wsfcsim_windows_library(PkgConfig::LIBUV libuv_a.a psapi user32 advapi32 iphlpapi userenv ws2_32 dbghelp ole32 uuid)
add_compile_definitions(__USE_MINGW_ANSI_STDIO=1 _WIN32_WINNT=0x0A00)
add_compile_options(-Wno-format) # the attribute means Microsoft's printf there
add_compile_options(-Wno-array-bounds) # an assertion that fails returns, as far as the compiler knows there
add_link_options(-static -static-libgcc)
