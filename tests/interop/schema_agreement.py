#!/usr/bin/env python3
"""Our two readings of other people's JSON Schemas, held against others.

1. The test suite of the JSON Schema organisation, as Debian packages it (json-schema-test-suite): every case of draft-07
   in its own dialect. An answer may be "not assessed", never wrong.
2. python3-jsonschema: the same cases and random ones, in draft-07 and 2020-12; and its metaschemas against our judgement
   of the schema itself.

    schema_agreement.py --judge PROGRAM [--cases N] [--seed N]

Exit codes: 0 agreement, 1 a wrong answer, 77 nothing to compare with.
"""
import argparse
import collections
import copy
import glob
import json
import os
import random
import subprocess
import sys

SUITE = "/usr/share/json-schema-test-suite/tests/draft7"
DIALECTS = {
    "draft-07": "http://json-schema.org/draft-07/schema#",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
}
# Optional assertions that both drafts let a reader take for annotations, as we do.
ANNOTATIONS = {"format", "contentMediaType", "contentEncoding"}
# Shares of cases that must get an answer, so that "not assessed" cannot take over unseen.
LEAST_ANSWERED = {"suite": 0.94, "random": 0.90}


class Judge:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(self, dialect, schema, data):
        case = {"dialect": DIALECTS[dialect], "schema": schema, "data": data}
        self.process.stdin.write(json.dumps(case) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Tally:
    def __init__(self):
        self.counts = collections.defaultdict(collections.Counter)
        self.reasons = collections.defaultdict(collections.Counter)
        self.wrong = []

    def note(self, part, expected, answer, case):
        fit = answer["fit"]
        if fit == "not-assessed":
            self.counts[part]["not assessed"] += 1
            self.reasons[part][answer["detail"]] += 1
        elif (fit == "valid") == expected:
            self.counts[part]["right"] += 1
        else:
            self.counts[part]["WRONG"] += 1
            self.wrong.append((part, "expected " + ("valid" if expected else "invalid"), answer, case))

    def note_schema(self, part, expected, answer, case):
        right = (answer["fault"] is None) == expected
        self.counts[part]["right" if right else "WRONG"] += 1
        if not right:
            self.wrong.append((part, "expected a " + ("valid" if expected else "faulty") + " schema", answer, case))


def suite_cases():
    for path in sorted(glob.glob(SUITE + "/*.json") + glob.glob(SUITE + "/optional/*.json")):
        with open(path, encoding="utf-8") as file:
            for group in json.load(file):
                if ANNOTATIONS & set(group["schema"] if isinstance(group["schema"], dict) else {}):
                    continue
                for test in group["tests"]:
                    name = f"{os.path.basename(path)}: {group['description']}: {test['description']}"
                    yield name, group["schema"], test["data"], test["valid"]


# --- random schemas: small, of keywords that meet each other ---

def random_value(rng, depth=0):
    kind = rng.randrange(9 if depth < 3 else 6)
    if kind == 0:
        return None
    if kind == 1:
        return rng.random() < 0.5
    if kind == 2:
        return rng.randrange(-3, 12)
    if kind == 3:
        return rng.choice([0.5, 1.0, 1.5, 2.25, -0.5, 3.0])
    if kind in (4, 5):
        return rng.choice(["", "a", "ab", "abc", "b1", "foo", "x-y", "äö", "1"])
    if kind == 6:
        return [random_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice("abcd"): random_value(rng, depth + 1) for _ in range(rng.randrange(4))}


def random_schema(rng, dialect, depth=0):
    if depth > 3 or (depth > 0 and rng.random() < 0.08):
        return rng.choice([True, False, {}, {"type": "string"}, {"$ref": "#/definitions/e"}])
    sub = lambda: random_schema(rng, dialect, depth + 1)
    subs = lambda: [sub() for _ in range(rng.randrange(1, 4))]
    # A step down before a reference leads up again: the other side recurses without end else.
    down = lambda: {"$ref": rng.choice(["#", "#/definitions/d"])} if rng.random() < 0.15 else sub()
    named = lambda: {rng.choice("abcd"): down() for _ in range(rng.randrange(1, 4))}
    names = lambda: rng.sample("abcd", rng.randrange(0, 3))
    types = ["array", "boolean", "integer", "null", "number", "object", "string"]
    small = lambda: rng.randrange(0, 4)
    makers = {
        "type": lambda: rng.choice(types) if rng.random() < 0.7 else rng.sample(types, 2),
        "enum": lambda: [random_value(rng, 2) for _ in range(rng.randrange(1, 5))],
        "const": lambda: random_value(rng, 2),
        "minimum": small, "maximum": lambda: rng.randrange(0, 10), "exclusiveMinimum": small,
        "exclusiveMaximum": lambda: rng.randrange(0, 10), "multipleOf": lambda: rng.choice([1, 2, 0.5, 1.5]),
        "minLength": small, "maxLength": small,
        "pattern": lambda: rng.choice(["^a", "b$", "^[a-z]+$", "\\d", "^.{2}$", "(?:a|b)c"]),
        "minItems": small, "maxItems": small, "uniqueItems": lambda: rng.random() < 0.7,
        "items": down, "contains": sub,
        "properties": named, "patternProperties": lambda: {rng.choice(["^a", "b|c", "."]): sub()},
        "additionalProperties": sub, "propertyNames": lambda: rng.choice([{"pattern": "^[ab]"}, {"maxLength": 1}, sub()]),
        "required": names, "minProperties": small, "maxProperties": small,
        "allOf": subs, "anyOf": subs, "oneOf": subs, "not": sub, "if": sub, "then": sub, "else": sub,
        "$ref": lambda: rng.choice(["#/definitions/e", "#/definitions/e/not", "#x"]),
    }
    if dialect == "draft-07":
        makers["items"] = lambda: subs() if rng.random() < 0.5 else sub()
        makers["additionalItems"] = sub
        makers["dependencies"] = lambda: {rng.choice("ab"): rng.choice([names(), sub()])}
    else:
        makers["prefixItems"] = subs
        makers["dependentRequired"] = lambda: {rng.choice("ab"): names()}
        makers["dependentSchemas"] = lambda: {rng.choice("ab"): sub()}
        makers["minContains"] = small
        makers["maxContains"] = small
        makers["unevaluatedProperties"] = sub
    common = ["type", "properties", "items", "required", "enum"]
    chosen = rng.sample(sorted(makers), rng.randrange(1, 4)) + ([rng.choice(common)] if rng.random() < 0.5 else [])
    schema = {key: makers[key]() for key in chosen}
    if depth == 0:
        anchor = {"$id": "#x"} if dialect == "draft-07" else {"$anchor": "x"}
        schema["definitions"] = {"d": random_schema(rng, dialect, 2), "e": {**anchor, "type": rng.choice(types)}}
    return schema


def spoiled(rng, schema):
    """The schema with one keyword's value replaced by anything."""
    schema = copy.deepcopy(schema)
    places = []

    def walk(node):
        if isinstance(node, dict):
            for key in node:
                places.append((node, key))
                walk(node[key])
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(schema)
    node, key = rng.choice(places)  # never empty: each has definitions
    node[key] = rng.choice([random_value(rng, 1), [], {}, True, -1, 1.5, "", ["a", "a"], {"a": 1}, [1], "string"])
    return schema


def compare_with_jsonschema(judge, tally, rng, count):
    import jsonschema
    classes = {"draft-07": jsonschema.Draft7Validator, "2020-12": jsonschema.Draft202012Validator}

    def oracle(dialect, schema, data):
        try:
            return classes[dialect](schema).is_valid(data)
        except Exception:  # references that lead nowhere, patterns of another engine
            return None

    def well_formed(dialect, schema):
        return classes[dialect](classes[dialect].META_SCHEMA).is_valid(schema)

    for name, schema, data, _ in suite_cases():
        if "optional" in name or "$schema" in json.dumps(schema) or "bignum" in name or "ref" in name:
            continue
        if not well_formed("2020-12", schema):
            continue
        expected = oracle("2020-12", schema, data)
        if expected is not None:
            tally.note("suite cases read as 2020-12, by jsonschema", expected, judge.ask("2020-12", schema, data),
                       (name, schema, data))
    for _ in range(count):
        dialect = rng.choice(sorted(DIALECTS))
        schema = random_schema(rng, dialect)
        for _ in range(4):
            data = random_value(rng)
            expected = oracle(dialect, schema, data)
            if expected is not None:
                tally.note(f"random values, {dialect}", expected, judge.ask(dialect, schema, data), (schema, data))
        bad = spoiled(rng, schema)
        answer = judge.ask(dialect, bad, None)
        tally.note_schema(f"random schemas as data, {dialect}", well_formed(dialect, bad), answer, bad)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--judge", required=True)
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    judge = Judge(options.judge)
    tally = Tally()
    compared = False
    if os.path.isdir(SUITE):
        compared = True
        for name, schema, data, valid in suite_cases():
            tally.note("suite draft-07", valid, judge.ask("draft-07", schema, data), (name, schema, data))
    else:
        print("skipped: json-schema-test-suite is not installed, run ./dev setup")
    try:
        compare_with_jsonschema(judge, tally, random.Random(options.seed), options.cases)
        compared = True
    except ImportError:
        print("skipped: python3-jsonschema is not installed, run ./dev setup")
    judge.process.stdin.close()
    judge.process.wait()
    failed = bool(tally.wrong)
    for part, counts in sorted(tally.counts.items()):
        total = sum(counts.values())
        print(f"{part}: " + ", ".join(f"{n} {what}" for what, n in sorted(counts.items())) + f" of {total}")
        for reason, n in tally.reasons[part].most_common(6):
            print(f"    not assessed, {n}: {reason}")
        answered = 1 - counts["not assessed"] / total
        for word, least in LEAST_ANSWERED.items():
            if part.startswith(word) and answered < least:
                print(f"    only {answered:.0%} answered, expected {least:.0%}")
                failed = True
    for part, expected, answer, case in tally.wrong[:8]:
        print(f"WRONG ({part}): {expected}, got {json.dumps(answer)}\n    {json.dumps(case)}")
    return 1 if failed else 0 if compared else 77


if __name__ == "__main__":
    sys.exit(main())
