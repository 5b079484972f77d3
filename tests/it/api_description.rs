//! The description of the reading addresses against what they answer.

use crate::api_read::{json, reading};
use crate::support::Place;
use crate::support::web::Web;
use serde_json::Value;
use std::collections::BTreeSet;

/// The keys of every example in the description are those of an answer: an example that is out of date is seen.
#[tokio::test]
async fn the_examples_of_the_description_have_the_members_of_the_answers() {
    let web = Web::new(Place::sqlite()).await;
    let secret = reading(&web.place, "examples", "qa");
    let description: Value =
        serde_json::from_str(&server::web::openapi::json().expect("JSON")).expect("JSON");
    let mut seen = 0;
    let keys = |value: &Value| -> BTreeSet<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    for (path, of_path) in description["paths"].as_object().expect("paths") {
        let content = &of_path["get"]["responses"]["200"]["content"]["application/json"];
        let one = content["example"]
            .is_object()
            .then(|| content["example"].clone());
        let many = content["examples"].as_object().into_iter().flatten();
        for example in one
            .into_iter()
            .chain(many.map(|(_, example)| example["value"].clone()))
        {
            let by = example["filter"]["by"]
                .as_str()
                .map_or(String::new(), |by| format!("&by={by}"));
            let code = if path.contains("measures") {
                "valid_gps"
            } else {
                "PB01"
            };
            let address = format!("{}?limit=1{by}", path.replace("{code}", code));
            let answer = json(&web, &address, &secret).await;
            assert_eq!(keys(&example), keys(&answer), "{path}");
            assert_eq!(keys(&example["filter"]), keys(&answer["filter"]), "{path}");
            assert_eq!(
                keys(&example["rows"][0]),
                keys(&answer["rows"][0]),
                "{path}"
            );
            for list in ["path", "below", "quality"] {
                if answer[list].is_array() {
                    assert_eq!(
                        keys(&example[list][0]),
                        keys(&answer[list][0]),
                        "{path} {list}"
                    );
                }
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 8, "every address for reading has its example");
}
