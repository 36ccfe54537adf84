#include "support/paths.h"

namespace cardlint {
namespace {

std::string in_source(std::string_view folder, std::string_view below) {
  std::string path(CARDLINT_SOURCE);
  return path.append("/").append(folder).append("/").append(below);
}

}  // namespace

std::string in_fixtures(std::string_view below) {
  return in_source("fixtures", below);
}
std::string in_rules(std::string_view below) {
  return in_source("rules", below);
}
std::string in_tests(std::string_view below) {
  return in_source("tests", below);
}

}  // namespace cardlint
