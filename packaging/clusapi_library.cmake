# The libraries for programs written for ClusAPI: libclusapi.so and libresutils.so, clusapi.dll and
# resutils.dll on Windows.  They export the names they are given, and nothing else.

# exported_names(VARIABLE FILE PATTERN): the first part of PATTERN in every line of FILE that has it.
function(exported_names variable file pattern)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(STRINGS ${file} rows REGEX "${pattern}")
  set(names ${${variable}})
  foreach(row IN LISTS rows)
    string(REGEX MATCH "${pattern}" found "${row}")
    list(APPEND names ${CMAKE_MATCH_1})
  endforeach()
  set(${variable} ${names} PARENT_SCOPE)
endfunction()

function(windows_named_library target name folder)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.c)
  add_library(${target} SHARED ${sources})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} VERSION ${PROJECT_VERSION} SOVERSION 0)
  if(WIN32)
    set(exports ${CMAKE_BINARY_DIR}/${name}.def)
    list(JOIN ARGN "\n  " names)
    file(CONFIGURE OUTPUT ${exports} CONTENT "LIBRARY ${name}.dll\nEXPORTS\n  ${names}\n" @ONLY)
    target_sources(${target} PRIVATE ${exports})
    set_target_properties(${target} PROPERTIES PREFIX "" IMPORT_PREFIX "lib")
  else()
    set(exports ${CMAKE_BINARY_DIR}/${name}.map)
    list(JOIN ARGN ";\n  " names)
    file(CONFIGURE OUTPUT ${exports} CONTENT "{\nglobal:\n  ${names};\nlocal:\n  *;\n};\n" @ONLY)
    target_link_options(${target} PRIVATE -Wl,--version-script=${exports})
  endif()
  set_target_properties(${target} PROPERTIES LINK_DEPENDS ${exports})
  target_compile_options(${target} PRIVATE -Wconversion)
endfunction()

set(clusapi_names WsfcsimVersion WsfcsimStart)
set(resutils_names "")
if(NOT WIN32)
  list(APPEND clusapi_names GetLastError SetLastError) # kernel32's on Windows
  list(APPEND resutils_names LocalFree)
endif()
set(unmodelled "^UNMODELLED\\(([A-Za-z0-9_]+)")
exported_names(clusapi_names ${CMAKE_SOURCE_DIR}/sim/clusapi/clusapi_functions.def "^FUNCTION\\([A-Z]+, [A-Z_]+, ([A-Za-z0-9_]+)")
exported_names(clusapi_names ${CMAKE_SOURCE_DIR}/sim/library/unmodelled_functions.def ${unmodelled})
exported_names(resutils_names ${CMAKE_SOURCE_DIR}/sim/resutils/resapi.h "^DWORD WINAPI (ResUtil[A-Za-z]+)")
exported_names(resutils_names ${CMAKE_SOURCE_DIR}/sim/resutils/unmodelled_utilities.def ${unmodelled})
windows_named_library(libclusapi clusapi sim/library ${clusapi_names})
target_compile_definitions(libclusapi PRIVATE _GNU_SOURCE WSFCSIM_VERSION="wsfcsim ${PROJECT_VERSION}") # uv.h wants POSIX types
target_link_libraries(libclusapi PRIVATE scenario PkgConfig::LIBUV)
windows_named_library(libresutils resutils sim/resutils ${resutils_names})
target_link_libraries(libresutils PRIVATE model)

# What their users include: <clusapi.h>, <resapi.h>.
foreach(header clusapi:sim/clusapi/clusapi.h resapi:sim/resutils/resapi.h)
  string(REGEX MATCH "([a-z]+):(.*)" parts ${header})
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/include/${CMAKE_MATCH_1}.h CONTENT
    "/* ClusAPI on a simulated cluster: wsfcsim ${PROJECT_VERSION}. */\n#include \"${CMAKE_MATCH_2}\"\n" @ONLY)
endforeach()
