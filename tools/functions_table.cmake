# Writes which functions of ClusAPI work: docs/generated/clusapi-functions.md.
# Usage: cmake -DROOT=source -DOUT=file -P functions_table.cmake
cmake_minimum_required(VERSION 3.25)

file(STRINGS ${ROOT}/sim/clusapi/clusapi_functions.def modelled REGEX "^FUNCTION\\(")
file(STRINGS ${ROOT}/sim/library/unmodelled_functions.def unmodelled REGEX "^UNMODELLED\\(")
set(rows "")
foreach(row IN LISTS modelled)
  string(REGEX REPLACE "^FUNCTION\\([A-Z]+, [A-Z_]+, ([A-Za-z0-9_]+).*" "\\1" name "${row}")
  list(APPEND rows "| ${name} | works |")
endforeach()
foreach(row IN LISTS unmodelled)
  string(REGEX REPLACE "^UNMODELLED\\(([A-Za-z0-9_]+), [A-Z]+, \"(.*)\"\\)$" "| \\1 | 120: \\2 |" line "${row}")
  list(APPEND rows "${line}")
endforeach()
list(LENGTH modelled works)
list(LENGTH unmodelled others)
list(SORT rows)
list(JOIN rows "\n" rows)
file(WRITE ${OUT} "# Functions of ClusAPI

Made by `cmake -DROOT=. -DOUT=docs/generated/clusapi-functions.md -P tools/functions_table.cmake`.

libclusapi.so exports every name that clusapi.dll of Windows 10.0.19041 exports, and newer ones.
${works} functions work; ${others} answer ERROR_CALL_NOT_IMPLEMENTED (120), for a reason.

| Function | What it does here |
|---|---|
${rows}
")
