//! A walk over the forms: what somebody types in their own words comes back in the page, and in no address: neither in one that they are
//! sent to, nor in one that the page leads to.

use crate::permissions::add_a_flag;
use crate::support::Place;
use crate::support::web::{Answer, Web};
use axum::http::{Method, header};
use std::collections::BTreeSet;

/// What is typed. No digits and no signs: it is the same wherever it is encoded.
const TYPED: &str = "Mehrunisatyped";

/// Words that are names of things, by which addresses are made: not anybody's own.
const NAMES: [&str; 3] = ["username", "next", "grant"];

/// A form of a page, as a browser would send it.
#[derive(Debug)]
struct Form {
    action: String,
    fields: Vec<(String, String)>,
    buttons: Vec<(String, String)>,
    dates: Vec<String>,
    has_words: bool,
}

/// The value of an attribute in a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(value.replace("&amp;", "&").replace("&#x27;", "'"))
}

/// The tags of a kind, from the bracket on.
fn tags<'t>(html: &'t str, kind: &str) -> Vec<&'t str> {
    let opened = format!("<{kind}");
    let found = html.match_indices(&opened);
    found
        .map(|(at, _)| &html[at..])
        .filter(|rest| {
            let next = rest[opened.len()..].chars().next();
            next.is_some_and(|c| c == ' ' || c == '>')
        })
        .collect()
}

fn head(rest: &str) -> &str {
    rest.split('>').next().unwrap_or(rest)
}

fn forms(page: &str) -> Vec<Form> {
    let all = tags(page, "form").into_iter();
    let posts = all.filter(|form| attribute(head(form), "method").as_deref() == Some("post"));
    posts.filter_map(form).collect()
}

fn form(rest: &str) -> Option<Form> {
    let html = rest.split("</form>").next()?;
    let mut form = Form {
        action: attribute(head(html), "action")?,
        fields: Vec::new(),
        buttons: Vec::new(),
        dates: Vec::new(),
        has_words: false,
    };
    for input in tags(html, "input").into_iter().map(head) {
        let Some(name) = attribute(input, "name") else {
            continue;
        };
        let value = attribute(input, "value").unwrap_or_default();
        let kind = attribute(input, "type").unwrap_or_else(|| "text".to_owned());
        let is_name = NAMES.contains(&name.as_str());
        match kind.as_str() {
            "text" | "search" | "password" | "email" | "tel" if !is_name => {
                form.has_words = true;
                form.fields.push((name, TYPED.to_owned()));
            }
            "checkbox" | "radio" if !input.contains(" checked") => {}
            "file" => return None,
            "date" => {
                form.dates.push(name.clone());
                form.fields.push((name, value));
            }
            _ => form.fields.push((name, value)),
        }
    }
    for area in tags(html, "textarea").into_iter().map(head) {
        form.has_words = true;
        form.fields
            .push((attribute(area, "name")?, TYPED.to_owned()));
    }
    for select in tags(html, "select") {
        let name = attribute(head(select), "name")?;
        let options = tags(select.split("</select>").next()?, "option");
        let chosen = options.iter().map(|option| head(option));
        let values = chosen.filter_map(|option| attribute(option, "value"));
        // The first that says something.
        let value = values.into_iter().find(|value| !value.is_empty());
        form.fields.push((name, value.unwrap_or_default()));
    }
    for button in tags(html, "button").into_iter().map(head) {
        let named = attribute(button, "name").zip(attribute(button, "value"));
        form.buttons.extend(named);
    }
    Some(form)
}

fn percent_encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// The form's words without, and with each of its buttons; once as the page has the rest, once with the rest left empty, once with days that
/// are none.
fn sent(form: &Form) -> Vec<String> {
    let encoded = |fields: &[(String, String)]| {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", percent_encoded(name), percent_encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    };
    let mut all = vec![encoded(&form.fields)];
    let words = form.fields.iter().filter(|(_, value)| value == TYPED);
    all.push(encoded(&words.cloned().collect::<Vec<_>>()));
    let mut wrong = form.fields.clone();
    for (_, value) in wrong
        .iter_mut()
        .filter(|(name, _)| form.dates.contains(name))
    {
        "never".clone_into(value);
    }
    all.push(encoded(&wrong));
    for button in &form.buttons {
        let mut fields = form.fields.clone();
        fields.push(button.clone());
        all.push(encoded(&fields));
    }
    all
}

/// No address that an answer holds has the words in it.
fn holds_no_words(who: &str, form: &Form, answer: &Answer) {
    for name in [header::LOCATION, header::CONTENT_LOCATION, header::REFRESH] {
        let to = answer.header(name);
        assert!(!to.contains(TYPED), "{who} {form:?} leads to {to}");
    }
    for kind in ["a", "form", "link", "input"] {
        for tag in tags(&answer.text, kind).into_iter().map(head) {
            let is_next = kind == "input" && attribute(tag, "name").as_deref() == Some("next");
            let value = is_next.then(|| attribute(tag, "value")).flatten();
            let addresses = [attribute(tag, "href"), attribute(tag, "action"), value];
            for address in addresses.into_iter().flatten() {
                assert!(
                    !address.contains(TYPED),
                    "{who} {form:?} is answered by a page with {address}"
                );
            }
        }
    }
}

/// Pages with forms that need something in their address.
const PAGES: [&str; 9] = [
    "/checks/travel_speed",
    "/checks/travel_speed/previews/1",
    "/coordination/districts/PB01",
    "/coordination/cases/new?kind=escalation",
    "/coordination/cases/new?kind=dispatch",
    "/coordination/cases/1",
    "/enumerators/E-FLAG",
    "/people/attock",
    "/flags?enumerator=E-FLAG",
];

#[tokio::test]
async fn what_somebody_types_into_a_form_stands_in_no_address() {
    let web = Web::new(Place::sqlite()).await;
    add_a_flag(&web);
    let csv = web.sign_in("qa").await;
    let csv = web.get("/flags.csv", &csv).await.text;
    let flag = csv.lines().nth(1).expect("a flag").split(',').next();
    let flag = format!("/flags/{}", flag.expect("its key"));
    let entries = server::web::doors().entries().into_iter();
    let pages: Vec<String> = entries
        .filter(|entry| entry.method == Method::GET && !entry.path.contains('{'))
        .map(|entry| entry.path.to_owned())
        .chain(PAGES.map(str::to_owned))
        .chain([flag])
        .collect();
    let mut cookies = Vec::new();
    for who in ["monitor", "attock", "csu", "leadership", "qa", "admin"] {
        cookies.push((who, web.sign_in(who).await));
    }
    let mut posted: BTreeSet<String> = BTreeSet::new();
    let mut came_back: BTreeSet<String> = BTreeSet::new();
    // Twice: what the first round made has forms of its own.
    for (who, cookie) in cookies.iter().chain(&cookies) {
        for path in &pages {
            let page = web.get(path, cookie).await;
            for form in forms(&page.text) {
                if !form.has_words || form.action == "/sign-out" {
                    continue;
                }
                for body in sent(&form) {
                    let answer = web.post(&form.action, cookie, &body).await;
                    assert!(!answer.status.is_server_error(), "{who} {form:?}");
                    holds_no_words(who, &form, &answer);
                    let action = form.action.clone();
                    if answer.text.contains(TYPED) {
                        came_back.insert(action.clone());
                    }
                    posted.insert(action);
                    // Where it leads to shows what became of it, and leads on.
                    let to = answer.header(header::LOCATION).to_owned();
                    if to.starts_with('/') {
                        let to = to.split('#').next().unwrap_or("/");
                        let next = web.get(to, cookie).await;
                        holds_no_words(who, &form, &next);
                    }
                }
            }
        }
    }
    for form in [
        "/checks/travel_speed/thresholds",
        "/coordination/cases",
        "/coordination/districts/PB01",
    ] {
        assert!(posted.contains(form), "{form}: {posted:?}");
        assert!(came_back.contains(form), "{form}: {came_back:?}");
    }
    assert!(posted.len() > 8, "{posted:?}");
}
