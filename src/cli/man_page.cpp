// The manual page in the man(7) macros.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command_text.h"

namespace cardlint {
namespace {

// Text for troff: nothing in it is a request or an escape, '-' stays an ASCII minus for copying.
std::string troff(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out += "\\&";
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    i += c.length;
    if (c.value == '\\') {
      out += "\\e";
    } else if (c.value == '-') {
      out += "\\-";
    } else if (c.value == '\'') {
      out += "\\(aq";
    } else if (c.value == '`') {
      out += "\\(ga";
    } else if (c.value == '~') {
      out += "\\(ti";
    } else if (c.value == '^') {
      out += "\\(ha";
    } else if (c.value > 0x7E) {
      out += fmt::format("\\[u{:04X}]", c.value);
    } else {
      append_utf8(out, c.value);
    }
  }
  return out;
}

std::string tagged(std::string_view tag, std::string_view text) {
  return fmt::format(".TP\n{}\n{}\n", tag, troff(text));
}

std::string option_tag(const OptionText& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.names)
    names.push_back(fmt::format("\\fB{}\\fR", troff(name)));
  const std::string value =
      option.value.empty() ? "" : fmt::format(" \\fI{}\\fR", troff(option.value));
  return join(names, ", ") + value;
}

void add_command_section(std::string& page, const CommandText& command) {
  page += fmt::format(".SS {}\n\\fB{}\\fR {}\n.PP\n{}\n", troff(command.path), troff(command.path),
                      troff(usage_text(command)), troff(command.text));
  for (const OptionText& argument : command.arguments)
    page += tagged(fmt::format("\\fI{}\\fR", troff(argument.value)), argument.text);
  for (const OptionText& option : command.options) {
    if (option.names.back() != "--help") page += tagged(option_tag(option), option.text);
  }
}

// The commands that do something themselves, depth first.
void add_commands(std::string& page, const CommandText& command) {
  for (const CommandText& below : command.commands) {
    if (below.commands.empty()) add_command_section(page, below);
    add_commands(page, below);
  }
}

void add_examples(std::string& page, const CommandText& command) {
  for (const std::string& example : command.examples) page += troff(example) + "\n";
  for (const CommandText& below : command.commands) add_examples(page, below);
}

constexpr std::pair<std::string_view, std::string_view> kEnvironment[] = {
    {"NO_COLOR",
     "When it is set and not empty, the text format has no colours unless --color always."},
    {"https_proxy, all_proxy", "Read by probe with --proxy-from-env, and only then."},
    {"variables named by --bearer-env, --header-env and ${env:NAME}",
     "Credentials that probe sends to the origin of its target. They are in no report."}};

constexpr std::pair<std::string_view, std::string_view> kFiles[] = {
    {".cardlint.yaml",
     "The configuration: for each project the nearest one upwards, not above the root of the "
     "repository. 'cardlint schema show config' prints its JSON Schema."},
    {"smithery.yaml, .well-known/mcp/server-card.json, server.json, .mcp.json, *.mcpb, …",
     "What is checked: documents are recognised by place and content."}};

}  // namespace

std::string man_page(const CommandText& program) {
  std::string page = fmt::format(
      ".\\\" Written by `cardlint man`.\n.TH CARDLINT 1 {} \"cardlint {}\" \"User Commands\"\n"
      ".SH NAME\ncardlint \\- check the documents of MCP servers, and ask live servers\n"
      ".SH SYNOPSIS\n",
      CARDLINT_DATE, CARDLINT_VERSION);
  for (const CommandText& command : program.commands) {
    page += &command == &program.commands.front() ? "" : ".br\n";
    page += fmt::format(".B {}\n{}\n", troff(command.path), troff(usage_text(command)));
  }
  page += fmt::format(
      ".SH DESCRIPTION\n{}\nIt tells what the programs that read these files will do with them: "
      "several of them ignore a faulty file without a word. \\fBcheck\\fR works offline, and "
      "executes nothing of what it checks; only \\fBprobe\\fR sends anything.\n"
      ".SH OPTIONS\n",
      troff(program.text));
  for (const OptionText& option : program.options) page += tagged(option_tag(option), option.text);
  page += ".SH COMMANDS\n";
  add_commands(page, program);
  page += ".SH EXIT STATUS\nThe same in every output format.\n";
  for (const ExitCodeText& row : exit_code_texts())
    page += tagged(fmt::format("\\fB{}\\fR", row.code), row.text);
  page += ".SH ENVIRONMENT\n";
  for (const auto& [name, text] : kEnvironment)
    page += tagged(fmt::format("\\fB{}\\fR", troff(name)), text);
  page += ".SH FILES\n";
  for (const auto& [name, text] : kFiles)
    page += tagged(fmt::format("\\fI{}\\fR", troff(name)), text);
  page += ".SH EXAMPLES\n.nf\n";
  add_examples(page, program);
  return page + ".fi\n";
}

}  // namespace cardlint
