//! That a command is read from JSON with exactly the fields that it has. What reads them is a table beside
//! the types (`sim/command/read.rs`), and the schema is made of the types.
//!
//! Invariant: the schema in docs is the current one (`scripts/lint.sh`).

use offset_lab::sim::command::{BrokerCall, Command};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string("docs/offset-lab.schema.json").unwrap()).unwrap()
}

/// Some value of a type.
fn sample(of: &Value, all: &Value) -> Value {
    if let Some(name) = of["$ref"].as_str() {
        return sample(&all["$defs"][name.rsplit('/').next().unwrap()], all);
    }
    for alternatives in ["anyOf", "oneOf"] {
        if let Some(first) = of[alternatives].as_array().and_then(|all| all.first()) {
            return sample(first, all);
        }
    }
    if let Some(value) = of["enum"].as_array().and_then(|all| all.first()).or(of.get("const")) {
        return value.clone();
    }
    let kind = of["type"].as_str().or_else(|| of["type"][0].as_str());
    match kind {
        Some("string") => json!("x"),
        Some("integer") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        Some("object") => json!({}),
        _ => panic!("no sample of {of}"),
    }
}

/// Each variant that has fields of its own: its name, all its fields with a value, and those that it needs.
fn variants(of: &str, all: &Value) -> Vec<(String, Map<String, Value>, Vec<String>)> {
    let one = |variant: &Value| {
        let (name, body) = variant["properties"].as_object()?.iter().next()?;
        body.get("$ref").is_none().then_some(())?;
        let none = Map::new();
        let fields = body["properties"].as_object().unwrap_or(&none);
        let fields = fields.iter().map(|(name, of)| (name.clone(), sample(of, all))).collect();
        let needed = body["required"].as_array().into_iter().flatten();
        Some((name.clone(), fields, needed.map(|name| name.as_str().unwrap().to_string()).collect()))
    };
    all["$defs"][of]["oneOf"].as_array().unwrap().iter().filter_map(one).collect()
}

fn read<T: DeserializeOwned>(name: &str, fields: &Map<String, Value>) -> Result<T, String> {
    serde_json::from_value(json!({ name: fields })).map_err(|error| error.to_string())
}

fn check<T: DeserializeOwned + serde::Serialize>(of: &str, at_least: usize) {
    let all = schema();
    let variants = variants(of, &all);
    assert!(variants.len() >= at_least, "{}", variants.len());
    for (name, fields, needed) in variants {
        let whole: T = read(&name, &fields).unwrap_or_else(|error| panic!("{name}: {error}"));
        // Nothing of it is lost, but what is its default.
        let again = serde_json::to_value(&whole).unwrap();
        for (field, value) in again[&name].as_object().unwrap() {
            assert_eq!(&fields[field], value, "{name}.{field}");
        }
        let least = fields.iter().filter(|(field, _)| needed.contains(field));
        let least: Map<String, Value> = least.map(|(field, value)| (field.clone(), value.clone())).collect();
        assert!(read::<T>(&name, &least).is_ok(), "{name} with what it needs");
        for field in &needed {
            let mut without = least.clone();
            without.remove(field);
            let said = read::<T>(&name, &without).err();
            assert_eq!(said, Some(format!("missing field `{field}`")), "{name}");
        }
        let mut more = least;
        more.insert("colour".to_string(), json!(1));
        let said = read::<T>(&name, &more).err().unwrap_or_default();
        assert!(said.starts_with("unknown field `colour`"), "{name}: {said}");
    }
}

#[test]
fn a_command_has_exactly_its_fields() {
    check::<Command>("Command", 20);
}

#[test]
fn a_call_has_exactly_its_fields() {
    check::<BrokerCall>("BrokerCall", 20);
}

#[test]
fn a_field_of_another_command_one_twice_and_no_such_command_are_refused() {
    let said = |text: &str| serde_json::from_str::<Command>(text).unwrap_err().to_string();
    assert!(said(r#"{"delete_topic":{"topic":"a","group":"b"}}"#).starts_with("unknown field `group`"));
    assert!(said(r#"{"delete_topic":{"topic":"a","topic":"b"}}"#).starts_with("duplicate field `topic`"));
    let none = said(r#"{"delete_topics":{}}"#);
    assert!(none.starts_with("unknown variant `delete_topics`") && none.contains("`delete_topic`"), "{none}");
    // The names by which the table tells fields of one name apart are none of a file's.
    for name in ["choice", "target", "physical", "back_level"] {
        let text = format!(r#"{{"delete_topic":{{"topic":"a","{name}":1}}}}"#);
        assert!(said(&text).starts_with(&format!("unknown field `{name}`")), "{name}");
    }
}
