# Microsoft's compiler with libuv and SQLite from vcpkg.  UNTESTED: no machine of ours has it.
find_package(libuv CONFIG REQUIRED)
find_package(unofficial-sqlite3 CONFIG REQUIRED)
add_library(PkgConfig::LIBUV INTERFACE IMPORTED GLOBAL)
set_target_properties(PkgConfig::LIBUV PROPERTIES INTERFACE_LINK_LIBRARIES libuv::uv_a)
add_library(PkgConfig::SQLITE3 INTERFACE IMPORTED GLOBAL)
set_target_properties(PkgConfig::SQLITE3 PROPERTIES INTERFACE_LINK_LIBRARIES unofficial::sqlite3::sqlite3)
add_compile_definitions(_WIN32_WINNT=0x0A00 _CRT_SECURE_NO_WARNINGS)
# UTF-8 sources, C11's _Static_assert, and no attributes of another compiler.
add_compile_options(/utf-8 /std:c11 /FI${CMAKE_SOURCE_DIR}/packaging/msvc.h)
