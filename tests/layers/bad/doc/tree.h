#pragma once
#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>
