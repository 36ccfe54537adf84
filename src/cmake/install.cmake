# cmake --install. Three components: `programs`, `development` (the library and find_package(cardlint)), `notices`.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# --- programs ---------------------------------------------------------------------------------------------------------
# `cardlint probe` looks for cardlint-probe beside itself.
install(TARGETS cardlint cardlint-probe RUNTIME COMPONENT programs)

# --- the library ------------------------------------------------------------------------------------------------------
# lint/run.h, the rules and checks that it is given, and what these include. A project that embeds cardlint sees no more of
# src; tests/package/consumer compiles against these alone.
set(public_headers
  base/glob.h base/limits.h base/near.h base/result.h base/text_set.h base/word_pool.h
  checks/table.h
  diag/check_report.h diag/consumer.h diag/diagnostic.h diag/probe_result.h diag/protocol.h diag/rule_note.h diag/severity.h
  doc/archive.h doc/document.h doc/kind.h doc/load.h doc/schema_fault.h doc/selector.h doc/tree.h
  lint/discovery.h lint/ignore_list.h lint/linter.h lint/run.h lint/settings.h
  rules/builtin.h rules/check.h rules/rule.h rules/rule_set.h rules/suppression_fault.h
  schema/bundled_schemas.h schema/fault_walk.h schema/schema_check.h schema/schema_set.h
  source/source_file.h)
foreach(header IN LISTS public_headers)
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES src/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cardlint/${folder} COMPONENT development)
endforeach()

set(libraries fmt base address source diag doc schema secret rules checks builtin_rules builtin_probe_rules lint)
foreach(library IN LISTS libraries)
  set_target_properties(cardlint_${library} PROPERTIES EXPORT_NAME ${library})
endforeach()
set_target_properties(cardlint_embedded PROPERTIES EXPORT_NAME cardlint)
list(TRANSFORM libraries PREPEND cardlint_)
set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/cardlint)
install(TARGETS ${libraries} cardlint_embedded EXPORT cardlint
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/cardlint COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cardlint)
install(EXPORT cardlint NAMESPACE cardlint:: FILE cardlintTargets.cmake DESTINATION ${config_folder} COMPONENT development)
configure_package_config_file(src/cmake/cardlintConfig.cmake.in ${PROJECT_BINARY_DIR}/cardlintConfig.cmake
  INSTALL_DESTINATION ${config_folder} NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0 the C++ interface may change with each minor version.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cardlintConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cardlintConfig.cmake ${PROJECT_BINARY_DIR}/cardlintConfigVersion.cmake
              src/cmake/CardlintDependencies.cmake
  DESTINATION ${config_folder} COMPONENT development)
