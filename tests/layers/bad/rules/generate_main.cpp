#include <cstdio>
#include <fstream>
#include "base/clean.h"
#include "lint/run.h"
