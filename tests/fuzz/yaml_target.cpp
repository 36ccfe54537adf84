// The YAML loader: places, and what is read is what JSON and our own YAML writer give back.
#include "doc/load.h"
#include "doc/yaml_writer.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/tree_checks.h"

namespace cardlint::fuzz {
namespace {

// JSON has no infinities and no NaN.
bool has_odd_number(const Tree& tree) {
  for (NodeId id = 0; id < tree.size(); ++id) {
    const Value value(tree, id);
    if (value.is_number() && value.text().find_first_of("in") != std::string_view::npos)
      return true;
  }
  return false;
}

bool is_too_large(const Loaded& loaded) {
  for (const LoadFault& fault : loaded.faults) {
    if (fault.code == FaultCode::TooLarge || fault.code == FaultCode::TooDeep) return true;
  }
  return false;
}

}  // namespace

void run_yaml(std::string_view input) {
  const SourceFile source("input.yaml", std::string(input));
  const Loaded loaded = load_yaml(source, Limits{});
  check_faults(source, loaded.faults);
  // What is built without yaml-cpp is what it would have been with it.
  const Loaded confirmed = load_yaml_confirmed(source, Limits{});
  promise(confirmed.tree.empty() == loaded.tree.empty(), "yaml-cpp takes what we take");
  promise(loaded.tree.empty() || same_value(confirmed.tree.root(), loaded.tree.root()),
          "yaml-cpp reads the same");
  if (loaded.tree.empty()) {
    promise(!loaded.faults.empty() && loaded.faults.back().fatal, "a refusal has its reason");
    return;
  }
  promise(loaded.tree.size() <= Limits{}.nodes + Limits{}.alias_nodes, "aliases are bounded");
  check_tree(source, loaded.tree, Places::Loose);
  if (loaded.tree.size() > 2000 || has_odd_number(loaded.tree) || is_too_large(loaded)) return;
  const SourceFile json("", to_json(loaded.tree.root()));
  const Loaded again = load_json(json, Limits{});
  if (!is_too_large(again))
    promise(!again.tree.empty() && same_value(again.tree.root(), loaded.tree.root()),
            "YAML written as JSON reads the same", json.text());
  const SourceFile yaml("", to_yaml(loaded.tree.root()));
  const Loaded own = load_yaml(yaml, Limits{});
  if (!is_too_large(own))
    promise(!own.tree.empty() && same_value(own.tree.root(), loaded.tree.root()),
            "YAML written as YAML reads the same", yaml.text());
}

}  // namespace cardlint::fuzz
