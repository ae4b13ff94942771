# clang-format decides layout.  Usage: cmake -DROOT=source -P check_format.cmake
cmake_minimum_required(VERSION 3.25)
find_program(clang_format clang-format REQUIRED)
file(GLOB_RECURSE sources "${ROOT}/model/*.[ch]" "${ROOT}/sim/*.[ch]" "${ROOT}/tools/*.[ch]" "${ROOT}/tests/*.[ch]")
execute_process(COMMAND ${clang_format} --dry-run -Werror ${sources} RESULT_VARIABLE result ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  string(SUBSTRING "${output}" 0 4000 output)
  message(FATAL_ERROR "clang-format -i would change:\n${output}")
endif()
