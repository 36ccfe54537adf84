#include <re2/re2.h>
#include <valijson/validator.hpp>
#include <CLI/CLI.hpp>
