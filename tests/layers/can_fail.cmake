# Proves that layers.cmake finds what it is for: it must name exactly the violations planted in bad/ (listed in
# bad/expected.txt, where # begins a comment), and must not be content with a folder that holds no sources.
cmake_minimum_required(VERSION 3.25)
set(script ${CMAKE_CURRENT_LIST_DIR}/../layers.cmake)
set(bad ${CMAKE_CURRENT_LIST_DIR}/bad)

execute_process(
  COMMAND ${CMAKE_COMMAND} -D SOURCE=${bad} -D MAX_LINES=10
          "-DLONG_FILES=doc/excused.cpp | planted;base/clean.h | planted" -P ${script}
  RESULT_VARIABLE status ERROR_VARIABLE printed OUTPUT_VARIABLE ignored)
if(status EQUAL 0)
  message(FATAL_ERROR "layers.cmake is content with the planted violations")
endif()
string(REGEX MATCHALL "[^\n]+:[0-9]+: [^\n]+" found "${printed}")
file(STRINGS ${bad}/expected.txt expected REGEX "^[^#]")
set(missed ${expected})
list(REMOVE_ITEM missed ${found})
set(surplus ${found})
list(REMOVE_ITEM surplus ${expected})
if(missed OR surplus)
  list(JOIN missed "\n  " missed)
  list(JOIN surplus "\n  " surplus)
  message("not found:\n  ${missed}\nfound, but not planted:\n  ${surplus}")
  message(FATAL_ERROR "layers.cmake does not name what bad/expected.txt lists")
endif()

execute_process(COMMAND ${CMAKE_COMMAND} -D SOURCE=${bad}/nothing -P ${script}
  RESULT_VARIABLE status ERROR_VARIABLE printed OUTPUT_VARIABLE ignored)
if(status EQUAL 0 OR NOT printed MATCHES "no source files")
  message(FATAL_ERROR "layers.cmake is content with a folder without sources")
endif()

list(LENGTH expected count)
if(count LESS 20)
  message(FATAL_ERROR "bad/expected.txt lists only ${count} violations")
endif()
message("layers.cmake names all ${count} planted violations")
