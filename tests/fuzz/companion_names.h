// The files that the target `companion` chooses from, by its first byte.
#pragma once

#include <array>
#include <string_view>

namespace cardlint::fuzz {

inline constexpr std::array<std::string_view, 10> kCompanionNames{"Dockerfile",
                                                                  "pyproject.toml",
                                                                  "package.json",
                                                                  "README.md",
                                                                  ".github/workflows/publish.yml",
                                                                  ".dockerignore",
                                                                  "Dockerfile.prod",
                                                                  "tsconfig.json",
                                                                  ".gitignore",
                                                                  "package-lock.json"};

}  // namespace cardlint::fuzz
