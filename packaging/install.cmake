# What `cmake --install` puts where (FHS), and the Debian packages made of it: wsfcsim, the program
# with its manual and scenarios, and wsfcsim-dev, the libraries and headers.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# --- the program ---
install(TARGETS wsfcsim COMPONENT wsfcsim)
find_program(GZIP gzip REQUIRED)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/wsfcsim.1.gz
  COMMAND wsfcsim help man > wsfcsim.1 COMMAND ${GZIP} -9nf wsfcsim.1
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR} DEPENDS wsfcsim VERBATIM)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/changelog.gz
  COMMAND ${GZIP} -9nc ${CMAKE_SOURCE_DIR}/packaging/changelog > changelog.gz
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR} DEPENDS packaging/changelog VERBATIM)
add_custom_target(manual ALL DEPENDS ${CMAKE_BINARY_DIR}/wsfcsim.1.gz ${CMAKE_BINARY_DIR}/changelog.gz)
install(FILES ${CMAKE_BINARY_DIR}/wsfcsim.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT wsfcsim)
install(FILES README.md docs/fidelity.md docs/database.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT wsfcsim)
install(FILES packaging/copyright ${CMAKE_BINARY_DIR}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR}
  COMPONENT wsfcsim)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/wsfcsim COMPONENT wsfcsim)

# --- libraries and headers, for programs that use the model or the simulated cluster ---
set(libraries model engine store pace requests clusapi backends scenario)
foreach(library IN LISTS libraries)
  set_target_properties(${library} PROPERTIES OUTPUT_NAME wsfcsim-${library})
  target_include_directories(${library} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/wsfcsim>)
endforeach()
install(TARGETS ${libraries} EXPORT wsfcsim ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT wsfcsim-dev)
install(DIRECTORY model DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/wsfcsim COMPONENT wsfcsim-dev
  FILES_MATCHING PATTERN "*.h" PATTERN "*.def")
set(public sim/requests/world.h sim/requests/requests.h sim/clusapi/clusapi.h sim/clusapi/clusapi_table.h sim/clusapi/win32_types.h sim/resutils/resapi.h
  sim/backends/backend.h sim/scenario/scenario.h sim/scenario/scenario_file.h sim/scenario/text.h
  sim/scenario/session.h sim/scenario/completion.h)
install(FILES sim/clusapi/clusapi_functions.def DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/wsfcsim/sim/clusapi
  COMPONENT wsfcsim-dev)
foreach(header IN LISTS public)
  cmake_path(GET header PARENT_PATH folder)
  install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/wsfcsim/${folder} COMPONENT wsfcsim-dev)
endforeach()
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/wsfcsim)
install(EXPORT wsfcsim NAMESPACE wsfcsim:: FILE wsfcsim-targets.cmake DESTINATION ${package} COMPONENT wsfcsim-dev)
configure_package_config_file(packaging/wsfcsim-config.cmake.in ${CMAKE_BINARY_DIR}/wsfcsim-config.cmake
  INSTALL_DESTINATION ${package})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/wsfcsim-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/wsfcsim-config.cmake ${CMAKE_BINARY_DIR}/wsfcsim-config-version.cmake
  DESTINATION ${package} COMPONENT wsfcsim-dev)
file(RELATIVE_PATH prefix_from_pc /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix) # may be moved
configure_file(packaging/wsfcsim.pc.in ${CMAKE_BINARY_DIR}/wsfcsim.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/wsfcsim.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT wsfcsim-dev)
install(FILES packaging/copyright ${CMAKE_BINARY_DIR}/changelog.gz
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/wsfcsim-dev COMPONENT wsfcsim-dev)

# --- ClusAPI for programs that know nothing of this project: find_package(clusapi), pkg-config clusapi ---
set_target_properties(libclusapi PROPERTIES EXPORT_NAME clusapi)
set_target_properties(libresutils PROPERTIES EXPORT_NAME resutils)
foreach(library libclusapi libresutils)
  target_include_directories(${library} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/wsfcsim>)
endforeach()
install(TARGETS libclusapi libresutils EXPORT clusapi LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  COMPONENT wsfcsim NAMELINK_COMPONENT wsfcsim-dev)
install(FILES ${CMAKE_BINARY_DIR}/include/clusapi.h ${CMAKE_BINARY_DIR}/include/resapi.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/wsfcsim COMPONENT wsfcsim-dev)
install(EXPORT clusapi NAMESPACE clusapi:: FILE clusapi-config.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/clusapi COMPONENT wsfcsim-dev)
configure_file(packaging/clusapi.pc.in ${CMAKE_BINARY_DIR}/clusapi.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/clusapi.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT wsfcsim-dev)
install(DIRECTORY docs/examples DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT wsfcsim-dev)

# --- Debian packages ---
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME wsfcsim)
set(CPACK_PACKAGE_CONTACT "the wsfcsim project <wsfcsim@example.org>")
set(CPACK_COMPONENTS_ALL wsfcsim wsfcsim-dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_WSFCSIM_PACKAGE_NAME wsfcsim)
set(CPACK_DEBIAN_WSFCSIM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_WSFCSIM_DESCRIPTION "Nodes, groups, resources and VmState live in a SQLite database, time is
simulated, live migrations run as they do in production, and so do the
commands.")
set(CPACK_DEBIAN_WSFCSIM-DEV_PACKAGE_NAME wsfcsim-dev)
set(CPACK_DEBIAN_WSFCSIM-DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_WSFCSIM-DEV_PACKAGE_DEPENDS "libsqlite3-dev, libuv1-dev")
set(CPACK_DEBIAN_WSFCSIM-DEV_DESCRIPTION "This package has the reference model and the simulated cluster as static
libraries, with headers, a CMake package and a pkg-config file.")
include(CPack)
