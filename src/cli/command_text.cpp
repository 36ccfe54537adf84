// Reads the tree of CLI11.
#include "cli/command_text.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/option_maker.h"

namespace cardlint {
namespace {

OptionText option_text(const CLI::Option& option) {
  OptionText text;
  for (const std::string& name : option.get_snames()) text.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) text.names.push_back("--" + name);
  if (option.get_positional()) text.names = {option.get_name(true)};
  if (option.get_items_expected_max() > 0) text.value = option.get_type_name();
  text.text = option.get_description();
  text.section = option.get_group();
  text.repeatable = option.get_items_expected_max() > 1;
  text.required = option.get_required();
  return text;
}

CommandText command_text(const CLI::App& app, const std::string& before) {
  CommandText command;
  command.path = before + app.get_name();
  command.text = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    auto& list = option->get_positional() ? command.arguments : command.options;
    list.push_back(option_text(*option));
  }
  for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; }))
    command.commands.push_back(command_text(*below, command.path + " "));
  const std::string footer = app.get_footer();
  for (const std::string_view line : split(footer, '\n')) {
    if (!line.empty()) command.examples.emplace_back(line);
  }
  return command;
}

}  // namespace

std::string_view CommandText::name() const {
  return std::string_view(path).substr(path.rfind(' ') + 1);
}

CommandText command_text(const CLI::App& app) {
  std::string before;
  for (const CLI::App* above = app.get_parent(); above != nullptr; above = above->get_parent())
    before.insert(0, fmt::format("{} ", above->get_name()));
  return command_text(app, before);
}

CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& text,
                      const std::string& examples) {
  CLI::App* command = parent.add_subcommand(name, text);
  command->footer(examples);
  return command;
}

void set_up(CLI::App& app) {
  app.set_help_flag("-h,--help", "print this help");
  app.formatter_fn([](const CLI::App* asked, const std::string&, CLI::AppFormatMode) {
    return help_page(command_text(*asked));
  });
}

}  // namespace cardlint
