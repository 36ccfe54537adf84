# Fails when a library holds code of std::regex, which dies of long strings
# (see src/schema/re2_shim.h).
# usage: cmake -DNM=… -DLIBRARY=… -P no_std_regex.cmake
execute_process(COMMAND ${NM} -C ${LIBRARY} OUTPUT_VARIABLE symbols RESULT_VARIABLE failed)
if(failed OR NOT symbols MATCHES "RE2::")
  message(FATAL_ERROR "cannot read the symbols of ${LIBRARY}")
endif()
if(symbols MATCHES "std::__detail::_Executor|std::__cxx11::basic_regex|std::__detail::_Compiler")
  message(FATAL_ERROR "${LIBRARY} uses std::regex: ${CMAKE_MATCH_0}")
endif()
