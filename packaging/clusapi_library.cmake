# The library for programs written for ClusAPI: libclusapi.so, and clusapi.dll on Windows.  It exports what
# its two lists name, and nothing else.
set(export_lists ${CMAKE_SOURCE_DIR}/sim/clusapi/clusapi_functions.def ${CMAKE_SOURCE_DIR}/sim/library/unmodelled_functions.def)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${export_lists})
set(exported WsfcsimVersion)
if(NOT WIN32)
  list(APPEND exported GetLastError SetLastError) # kernel32's on Windows
endif()
foreach(list IN LISTS export_lists)
  file(STRINGS ${list} rows REGEX "^(FUNCTION|UNMODELLED)\\(")
  foreach(row IN LISTS rows)
    string(REGEX REPLACE "^(FUNCTION\\([A-Z]+, [A-Z_]+, |UNMODELLED\\()([A-Za-z0-9]+).*" "\\2" name "${row}")
    list(APPEND exported ${name})
  endforeach()
endforeach()
file(GLOB library_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sim/library/*.c)
add_library(libclusapi SHARED ${library_sources})
set_target_properties(libclusapi PROPERTIES OUTPUT_NAME clusapi VERSION ${PROJECT_VERSION} SOVERSION 0)
if(WIN32)
  set(exports ${CMAKE_BINARY_DIR}/clusapi.def)
  list(JOIN exported "\n  " names)
  file(CONFIGURE OUTPUT ${exports} CONTENT "LIBRARY clusapi.dll\nEXPORTS\n  ${names}\n" @ONLY)
  target_sources(libclusapi PRIVATE ${exports})
  set_target_properties(libclusapi PROPERTIES PREFIX "" IMPORT_PREFIX "lib")
else()
  set(exports ${CMAKE_BINARY_DIR}/libclusapi.map)
  list(JOIN exported ";\n  " names)
  file(CONFIGURE OUTPUT ${exports} CONTENT "{\nglobal:\n  ${names};\nlocal:\n  *;\n};\n" @ONLY)
  target_link_options(libclusapi PRIVATE -Wl,--version-script=${exports})
endif()
set_target_properties(libclusapi PROPERTIES LINK_DEPENDS ${exports})
target_compile_options(libclusapi PRIVATE -Wconversion)
target_compile_definitions(libclusapi PRIVATE _GNU_SOURCE WSFCSIM_VERSION="wsfcsim ${PROJECT_VERSION}") # uv.h wants POSIX types
target_link_libraries(libclusapi PRIVATE scenario PkgConfig::LIBUV)

# What its users include: <clusapi.h>.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/include/clusapi.h CONTENT
  "/* ClusAPI on a simulated cluster: wsfcsim ${PROJECT_VERSION}. */\n#include \"sim/clusapi/clusapi.h\"\n" @ONLY)
