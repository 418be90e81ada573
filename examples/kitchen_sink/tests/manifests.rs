//! A manifest: built, written, read, and refused with everything that is wrong in it.

use kitchen_sink_sdk::manifests::{ManifestError, Menu, MenuBuilder};
use kitchen_sink_sdk::models::{MenuDish, MenuDrink};
use kitchen_sink_sdk::runtime::serde_json::{Value, from_str};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn menu() -> MenuBuilder {
    Menu::builder("monday")
        .with_version("1.10")
        .with_label("guests", "12")
        .with_course(MenuDish::new("soup", "Soup of the day").portions(12))
        .with_course(MenuDrink::new("tea").with("soup"))
        .with_notes("Start early.\nThe stove is slow.\n")
        .with_heat(180, None)
}

#[test]
fn a_menu_is_built_and_written_for_people() -> Result {
    let text = "\
kind: Menu
version: \"1.10\"
day: monday
labels:
  guests: \"12\"
courses:
  - type: dish
    id: soup
    name: Soup of the day
    portions: 12
  - type: drink
    id: tea
    with: soup
stove:
  celsius: 180
notes: |
  Start early.
  The stove is slow.
";
    let menu = menu().build()?;
    assert_eq!(menu.to_yaml()?, text);
    assert_eq!(Menu::from_yaml(text)?, menu);
    assert_eq!(Menu::from_json(&menu.to_json()?)?, menu);
    Ok(())
}

#[test]
fn a_menu_that_people_wrote_keeps_what_they_meant() -> Result {
    let menu = Menu::from_yaml("kind: Menu\nversion: 1.10\nday: monday\nlabels: {open: yes}\ntable: 4\n")?;
    assert_eq!(menu.version, "1.10");
    assert_eq!(menu.labels.as_ref().and_then(|it| it.get("open")).map(String::as_str), Some("yes"));
    assert!(menu.to_yaml()?.ends_with("table: 4\n"), "unknown fields are kept");
    Ok(())
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let text = "\
kind: Menue
version: 1.0
day: Monday!
courses:
  - {type: dish, id: soup, name: '', portions: 0}
  - {type: drink, id: soup, with: sup}
  - {type: cake, id: cake}
stove: {gas: 4, mode: grill}
";
    let problems = Menu::from_yaml(text).expect_err("refused");
    let expected = "\
this is no valid Menu: 8 problems
  1:7: kind: must be `Menu`, not `Menue`
  3:6: day: must be small letters, with hyphens between words
  5:34: courses[0].name: must not be empty
  5:48: courses[0].portions: must be 1 at least, not 0
  6:23: courses[1].id: `soup` is there twice, first at courses[0].id
  6:35: courses[1].with: nothing here is called `sup`; did you mean `soup`?
  7:12: courses[2].type: must be `dish` or `drink`, not `cake`
  8:8: stove.celsius: is needed where there is `mode`";
    assert_eq!(problems.to_string(), expected);
}

#[test]
fn a_builder_tells_what_is_wrong_where_it_would_stand() {
    let problems = menu().with_course(MenuDish::new("tea", "")).build().expect_err("refused");
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        ["courses[2].name: must not be empty", "courses[2].id: `tea` is there twice, first at courses[1].id"]
    );
}

#[test]
fn files_are_written_and_read() -> Result {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("menu.yaml");
    let menu = menu().build()?;
    menu.to_yaml_file(&path)?;
    assert_eq!(Menu::from_yaml_file(&path)?, menu);
    let missing = Menu::from_yaml_file(path.with_file_name("no-menu.yaml"));
    assert!(matches!(missing, Err(ManifestError::Io { .. })));
    Ok(())
}

#[test]
fn the_json_schema_stands_alone() -> Result {
    let schema: Value = from_str(Menu::JSON_SCHEMA)?;
    assert_eq!(schema["$ref"], "#/$defs/Menu");
    assert_eq!(schema["$defs"].as_object().map(|it| it.len()), Some(5));
    assert_eq!(schema["$defs"]["Serving"]["oneOf"][0]["$ref"], "#/$defs/MenuDish");
    Ok(())
}
