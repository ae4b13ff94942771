# Who may include whom (docs/architecture.md).  Usage: cmake -DROOT=folder -P check_layers.cmake
#
# Every source, header and .def file below the listed folders is read.  Fails, naming file and
# header, where a folder includes what its row does not allow, where a header of the outside has
# another door, where includes go round in a circle, or where two files share a base name.
cmake_minimum_required(VERSION 3.25)

# folder @ project folders it may include @ headers of the outside, as regular expressions
set(freestanding "(stdint|stdbool|stddef|string|assert|limits)\\.h")
set(libc "(assert|errno|inttypes|limits|signal|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|time|uchar)\\.h")
set(rows
  "model@model@${freestanding}"
  "sim/engine@model,sim/engine@${freestanding}@stdlib\\.h"
  "sim/store@model,sim/engine,sim/store@${libc}@sqlite3\\.h"
  "sim/pace@model,sim/engine,sim/pace@${libc}@uv\\.h"
  "sim/requests@model,sim/engine,sim/store,sim/pace,sim/requests@${libc}"
  "sim/clusapi@model,sim/requests,sim/clusapi@${libc}@(windef|winbase)\\.h"
  "sim/backends@model,sim/clusapi,sim/requests,sim/backends@${libc}@uv\\.h"
  "sim/scenario@model,sim/requests,sim/backends,sim/scenario@${libc}"
  "sim/library@model,sim/requests,sim/clusapi,sim/scenario,sim/library@${libc}@uv\\.h@(unistd|sys/eventfd)\\.h"
  "sim/resutils@model,sim/clusapi,sim/resutils@${libc}"
  "tools/command@model,sim/engine,sim/store,sim/pace,sim/requests,sim/clusapi,sim/backends,sim/scenario,tools/command@${libc}@uv\\.h@(histedit|locale|poll|unistd|wchar|fcntl|io|share|sqlite3|sys/stat)\\.h"
  "tests@model,sim/engine,sim/store,sim/pace,sim/requests,sim/clusapi,sim/backends,sim/scenario,sim/resutils,tools/command,tests@.*")

# A header of the outside that only these files may include.
set(door_winbase.h "sim/clusapi/win32_types\\.h")
set(door_io.h "tools/command/session_journal\\.c")
set(door_share.h "tools/command/session_journal\\.c")
set(door_windef.h "sim/clusapi/win32_types\\.h")
set(door_histedit.h "tools/command/line_editor\\.c")
set(door_poll.h "tools/command/line_editor\\.c")
set(door_unistd.h "(tools/command/line_editor|sim/library/notify_events)\\.c")
set(door_sys/eventfd.h "sim/library/notify_events\\.c")
set(door_fcntl.h "tools/command/session_journal\\.c")
set(door_sqlite3.h "(sim/store/store_state\\.h|tools/command/bench_store\\.c)")

set(problems "")
set(files "")
set(base_names "")

macro(problem text)
  list(APPEND problems "${text}")
endmacro()

foreach(row IN LISTS rows)
  string(REPLACE "@" ";" parts "${row}")
  list(POP_FRONT parts folder allowed)
  string(REPLACE "," ";" allowed "${allowed}")
  file(GLOB_RECURSE found RELATIVE "${ROOT}" "${ROOT}/${folder}/*.c" "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.def")
  foreach(file IN LISTS found)
    if(file MATCHES "^tests/layers/" AND NOT ROOT MATCHES "tests/layers")
      continue()
    endif()
    list(APPEND files "${file}")
    cmake_path(GET file FILENAME name)
    if(name IN_LIST base_names)
      problem("${file}: another file is called ${name}")
    endif()
    list(APPEND base_names "${name}")
    if(name MATCHES "^(util|utils|common|misc|helper|helpers|manager|core|base|impl|types|globals|defs)\\.[a-z]+$")
      problem("${file}: a drawer, not a name of the field")
    endif()
    file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#[ \t]*include")
    set(includes_${file} "")
    foreach(line IN LISTS lines)
      if(line MATCHES "include[ \t]*\"([^\"]+)\"")
        set(header "${CMAKE_MATCH_1}")
        cmake_path(GET header PARENT_PATH from)
        list(APPEND includes_${file} "${header}")
        if(folder STREQUAL "tests" AND from MATCHES "^tests")
          continue()
        endif()
        if(NOT from IN_LIST allowed)
          problem("${file}: ${folder} may not include \"${header}\"")
        elseif(folder STREQUAL "sim/backends" AND from STREQUAL "sim/requests" AND NOT file STREQUAL "sim/backends/sim_backend.c")
          problem("${file}: only sim_backend.c may include \"${header}\"")
        endif()
      elseif(line MATCHES "include[ \t]*<([^>]+)>")
        set(header "${CMAKE_MATCH_1}")
        set(fits FALSE)
        foreach(pattern IN LISTS parts)
          if(header MATCHES "^(${pattern})$")
            set(fits TRUE)
          endif()
        endforeach()
        if(NOT fits)
          problem("${file}: ${folder} may not include <${header}>")
        elseif(DEFINED door_${header} AND NOT folder STREQUAL "tests" AND NOT file MATCHES "^${door_${header}}$")
          problem("${file}: <${header}> has one door, and this is not it")
        endif()
      endif()
    endforeach()
  endforeach()
endforeach()

# Circles: take away what includes nothing that is left, until nothing is left.
set(left ${files})
while(left)
  set(rest "")
  foreach(file IN LISTS left)
    set(waits FALSE)
    foreach(header IN LISTS includes_${file})
      # A .def file is a part of the file that includes it, and may stand on both sides.
      if(header IN_LIST left AND NOT header STREQUAL file AND header MATCHES "\\.h$")
        set(waits TRUE)
      endif()
    endforeach()
    if(waits)
      list(APPEND rest "${file}")
    endif()
  endforeach()
  list(LENGTH rest now)
  list(LENGTH left before)
  if(now EQUAL before)
    problem("these include each other in a circle: ${rest}")
    break()
  endif()
  set(left ${rest})
endwhile()

if(problems)
  list(JOIN problems "\n  " text)
  message(FATAL_ERROR "layers:\n  ${text}")
endif()
list(LENGTH files count)
message(STATUS "layers: ${count} files")
