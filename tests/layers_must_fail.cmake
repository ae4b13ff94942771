# The layer check must refuse each of these one-file trees, and say why.
# Usage: cmake -DROOT=source -DWORK=scratch -P layers_must_fail.cmake
cmake_minimum_required(VERSION 3.25)

# path @ its content @ what the refusal says
set(cases
  "model/quorum.c@#include \"sim/engine/engine.h\"@model may not include \"sim/engine/engine.h\""
  "model/quorum.def@#include \"sim/store/store.h\"@model may not include \"sim/store/store.h\""
  "model/clock.c@#include <time.h>@model may not include <time.h>"
  "model/memory.c@#include <stdlib.h>@model may not include <stdlib.h>"
  "sim/engine/disk.c@#include <stdio.h>@sim/engine may not include <stdio.h>"
  "sim/engine/saving.c@#include \"sim/store/store.h\"@sim/engine may not include \"sim/store/store.h\""
  "sim/store/looped.c@#include <uv.h>@sim/store may not include <uv.h>"
  "sim/pace/kept.c@#include <sqlite3.h>@sim/pace may not include <sqlite3.h>"
  "sim/requests/typed.c@#include \"sim/scenario/words.h\"@sim/requests may not include \"sim/scenario/words.h\""
  "sim/clusapi/short_cut.c@#include \"sim/engine/engine.h\"@sim/clusapi may not include \"sim/engine/engine.h\""
  "sim/clusapi/other.h@#include <windef.h>@<windef.h> has one door"
  "sim/backends/other_backend.c@#include \"sim/requests/requests.h\"@only sim_backend.c may include"
  "sim/backends/other_backend.c@#include <windows.h>@sim/backends may not include <windows.h>"
  "sim/scenario/deep.c@#include \"sim/engine/engine.h\"@sim/scenario may not include \"sim/engine/engine.h\""
  "sim/scenario/direct.c@#include <sqlite3.h>@sim/scenario may not include <sqlite3.h>"
  "tools/command/testing.c@#include \"tests/support/test.h\"@tools/command may not include \"tests/support/test.h\""
  "model/util.c@int nothing@a drawer, not a name of the field"
  "model/round.h@#include \"model/round_two.h\"@include each other in a circle")

function(run_case path content expected)
  set(tree "${WORK}/layers")
  file(REMOVE_RECURSE "${tree}")
  file(WRITE "${tree}/${path}" "${content}\n")
  if(path STREQUAL "model/round.h")
    file(WRITE "${tree}/model/round_two.h" "#include \"model/round.h\"\n")
  endif()
  execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${tree} -P ${ROOT}/tools/check_layers.cmake
    RESULT_VARIABLE result ERROR_VARIABLE output OUTPUT_QUIET)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  string(FIND "${output}" "${expected}" place)
  if(result EQUAL 0 OR place EQUAL -1)
    message(FATAL_ERROR "${path}: the layer check let this pass, or gave another reason:\n${output}")
  endif()
endfunction()

foreach(case IN LISTS cases)
  string(REPLACE "@" ";" parts "${case}")
  list(GET parts 0 path)
  list(GET parts 1 content)
  list(GET parts 2 expected)
  run_case("${path}" "${content}" "${expected}")
endforeach()

# Two files of one name in different folders.
file(REMOVE_RECURSE "${WORK}/layers")
file(WRITE "${WORK}/layers/model/quorum.h" "\n")
file(WRITE "${WORK}/layers/sim/engine/quorum.h" "\n")
execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${WORK}/layers -P ${ROOT}/tools/check_layers.cmake
  RESULT_VARIABLE result ERROR_QUIET OUTPUT_QUIET)
if(result EQUAL 0)
  message(FATAL_ERROR "two files of one name were let pass")
endif()
