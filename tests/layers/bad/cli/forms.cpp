#include "options.h"
#include "../base/clean.h"
#include <base/clean.h>
#include HEADER_IN_A_MACRO
#include <CLI/CLI.hpp>
