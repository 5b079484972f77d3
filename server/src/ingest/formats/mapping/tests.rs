use super::*;

const SMALL: &str = r#"
[fields]
enumerator_code = "who"
area_code = "place-uc"
outcome = "result"
[constants]
wave_code = "W1"
[outcome]
"1" = "complete"
"Nobody home" = "not_at_home"
[items]
required = ["q1", "q2", "q3", "q4"]
dont_know = ["98"]
refused = ["99"]
"#;

fn row(cells: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let mut members: Vec<(String, String)> = cells
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    members.sort();
    let mapping = Mapping::parse(SMALL).unwrap();
    let mut row = ForeignRow::default();
    mapping.read(&Fields::of(&members), &mut row);
    let cells = row
        .named()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| format!("{name}={text}"))
        .collect();
    (
        cells,
        row.problems.iter().map(ToString::to_string).collect(),
    )
}

#[test]
fn the_forms_fields_values_constants_and_items_become_canonical() {
    let (cells, problems) = row(&[
        ("who", "E1"),
        ("place/uc", "U1"),
        ("result", "nobody HOME"),
        ("q1", "yes"),
        ("q2", "98"),
        ("q3", "99"),
    ]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(
        cells,
        [
            "wave_code=W1",
            "enumerator_code=E1",
            "area_code=U1",
            "outcome=not_at_home",
            "items_required=4",
            "items_answered=1",
            "items_dont_know=1",
            "items_refused=1"
        ]
    );
}

#[test]
fn an_outcome_that_nobody_mapped_is_a_problem_and_a_canonical_word_is_not() {
    assert_eq!(
        row(&[("result", "7")]).1,
        ["The outcome is “7”, which the mapping does not name; add a line for it under [outcome]."]
    );
    assert_eq!(row(&[("result", "refused")]).1, [""; 0]);
}

#[test]
fn a_mapping_file_with_a_fault_says_which() {
    let said = |text: &str| Mapping::parse(text).unwrap_err();
    assert!(said("[fields]\nenumerator = \"x\"\n").contains("unknown field `enumerator`"));
    assert!(said("[fields]\narea_code = \"x\"\n").contains("missing field `enumerator_code`"));
    let both = "[fields]\nenumerator_code = \"a\"\narea_code = \"b\"\n";
    assert!(said(both).starts_with("it names no outcome"));
    assert!(said(&both.replace("\"b\"", "\"\"")).starts_with("area_code is blank"));
    let one = "outcome = \"c\"\nlocation = \"g-gps\"\nlisting_point = \"G/gps\"\n";
    assert!(said(&format!("{both}{one}")).starts_with("location and listing_point name the same"));
    let blank = "outcome = \"c\"\nlisting_point = \"\"\n";
    assert!(said(&format!("{both}{blank}")).starts_with("listing_point is blank"));
    let word = said(&format!("{both}[constants]\noutcome = \"done\"\n"));
    assert!(word.contains("unknown variant `done`"), "{word}");
}

#[test]
fn a_field_that_the_header_does_not_have_is_named() {
    let names = ["place/uc", "q1", "q2", "q3", "who"].map(str::to_owned);
    let listed = SMALL.replace(
        "[constants]",
        "listing_point = \"listing-gps\"\n[constants]",
    );
    let error = Mapping::parse(&listed).unwrap().check(&names).unwrap_err();
    assert!(error.contains("listing_point = “listing-gps”"), "{error}");
    let error = Mapping::parse(SMALL).unwrap().check(&names).unwrap_err();
    assert!(
            error.starts_with("The mapping names fields that the file does not have: outcome = “result”, items.required = “q4”."),
            "{error}"
        );
}

#[test]
fn answers_are_gathered_from_fields_and_whole_groups() {
    let text = format!("{SMALL}\n[answers]\nfields = [\"q1\", \"HH-*\"]\n");
    let mapping = Mapping::parse(&text).unwrap();
    let members = [
        ("hh/roof", "mud"),
        ("hh/size/men", "2"),
        ("hh/walls", ""),
        ("hhh", "x"),
        ("q1", " yes "),
        ("q2", "no"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut row = ForeignRow::default();
    mapping.read(&Fields::of(&members), &mut row);
    assert_eq!(
        row.get(Column::Answers),
        r#"{"hh/roof":"mud","hh/size/men":"2","q1":"yes"}"#
    );
    let names = ["place/uc", "q1", "q2", "q3", "q4", "result", "who"].map(str::to_owned);
    let error = mapping.check(&names).unwrap_err();
    assert!(error.contains("answers.fields = “HH-*”"), "{error}");
}
