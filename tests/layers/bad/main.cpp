#include "cli/cli.h"
#include "base/clean.h"
