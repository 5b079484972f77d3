//! The parts of the map in the page, and how they are recoloured.

use crate::islands::map_view::motion::Motion;
use crate::islands::map_view::{MapTexts, values};
use api::days::DayValues;
use domain::coverage::Class;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, NodeList, SvgElement};

/// One area on the map.
pub struct AreaShape {
    /// The link around its outline.
    pub link: SvgElement,
    /// Its outline.
    path: Element,
    code: String,
    name: String,
}

impl AreaShape {
    /// Whether a link is this area's.
    pub fn is(&self, link: &Element) -> bool {
        let own: &Element = &self.link;
        own == link
    }
}

/// The island's state.
pub struct Live {
    root: Element,
    figure: Element,
    /// What clips the map.
    pub window: HtmlElement,
    /// The map.
    pub svg: SvgElement,
    /// The tooltip.
    pub tooltip: HtmlElement,
    /// The menu of measures.
    pub select: HtmlSelectElement,
    /// The slider over the days.
    pub slider: HtmlInputElement,
    /// The button that plays and pauses.
    pub play: HtmlElement,
    /// The button after a failed fetch.
    pub retry: HtmlElement,
    day_label: Element,
    message: Element,
    /// The areas that have an outline.
    pub areas: Vec<AreaShape>,
    /// Where the values come from.
    pub days_url: String,
    /// The words.
    pub texts: MapTexts,
    /// The measure that the map shows.
    pub measure: String,
    /// The measure that was asked for last.
    pub wanted: String,
    /// What has been fetched, by measure.
    pub loaded: Vec<(String, DayValues)>,
    /// The number of the latest fetch: answers to earlier ones are late and dropped.
    pub fetches: u32,
    /// The running timer while the days play.
    pub timer: Option<i32>,
    /// Where the map stands.
    pub motion: Motion,
    /// Fingers and buttons that are down: id and position.
    pub pointers: Vec<(i32, f64, f64)>,
    /// Pixels moved since the first of them came down: a short way is a click.
    pub travelled_px: f64,
    /// A click that ends a drag must not follow a link.
    pub swallow_click: bool,
}

impl Live {
    /// Finds the parts; `None` where the page is not as expected, and then nothing is touched.
    pub fn find(root: Element, days_url: String, measure: String, texts: MapTexts) -> Option<Live> {
        let part = |name: &str| find(&root, &format!("[data-map=\"{name}\"]"));
        let svg: SvgElement = find(&root, "svg.map-svg")?.dyn_into().ok()?;
        let links = svg.query_selector_all(".map-areas a").ok()?;
        let areas = elements(&links).into_iter().filter_map(area).collect();
        Some(Live {
            figure: root.closest("figure").ok()??,
            window: part("window")?.dyn_into().ok()?,
            tooltip: part("tooltip")?.dyn_into().ok()?,
            select: part("measure")?.dyn_into().ok()?,
            slider: part("day")?.dyn_into().ok()?,
            play: part("play")?.dyn_into().ok()?,
            retry: part("retry")?.dyn_into().ok()?,
            day_label: part("day-label")?,
            message: part("message")?,
            root,
            svg,
            areas,
            days_url,
            texts,
            wanted: measure.clone(),
            measure,
            loaded: Vec::new(),
            fetches: 0,
            timer: None,
            motion: Motion::WHOLE,
            pointers: Vec::new(),
            travelled_px: 0.0,
            swallow_click: false,
        })
    }

    /// Shows the controls, now that they do something.
    pub fn show_controls(&self) {
        let _ = self.root.class_list().add_1("is-live");
        for (index, area) in self.areas.iter().enumerate() {
            // One stop for the Tab key; the arrow keys move on from there.
            set(&area.link, "tabindex", if index == 0 { "0" } else { "-1" });
        }
    }

    /// The values of the measure that the map shows.
    pub fn values(&self) -> Option<&DayValues> {
        self.loaded
            .iter()
            .find(|(measure, _)| *measure == self.measure)
            .map(|(_, values)| values)
    }

    /// The day that the slider stands on.
    pub fn day_index(&self) -> usize {
        self.slider.value().parse().unwrap_or(0)
    }

    /// Puts the slider on a day, without recolouring.
    pub fn set_day_index(&self, day: usize) {
        self.slider.set_value(&day.to_string());
        self.label_day(day);
    }

    /// Makes the controls of the days ready for what was fetched.
    pub fn ready_for(&self, days: usize, day: usize) {
        self.slider.set_max(&days.saturating_sub(1).to_string());
        self.slider.set_disabled(days == 0);
        disable(&self.play, days < 2);
        self.set_day_index(day);
    }

    fn label_day(&self, day: usize) {
        if let Some(date) = self.values().and_then(|values| values.head.days.get(day)) {
            self.day_label.set_text_content(Some(date));
            set(&self.slider, "aria-valuetext", date);
        }
    }

    /// Says something beside the controls; the retry button comes with a failure.
    pub fn say(&self, words: &str, offer_retry: bool) {
        self.message.set_text_content(Some(words));
        self.retry.set_hidden(!offer_retry);
    }

    /// Gives every area the class and the words of a day, and the legend its counts.
    pub fn recolour(&self, day: usize) {
        let Some(values) = self.values() else { return };
        let Some(date) = values.head.days.get(day) else {
            return;
        };
        let legend = self.show_legend();
        let class_words = |class: Class| {
            legend
                .as_ref()
                .and_then(|legend| {
                    find(
                        legend,
                        &format!("[data-class=\"{}\"] .legend-words", class.code()),
                    )
                })
                .and_then(|words| words.text_content())
                .unwrap_or_default()
        };
        let words = Class::ALL.map(class_words);
        for area in &self.areas {
            let Some(index) = values.head.areas.iter().position(|code| *code == area.code) else {
                continue;
            };
            let Some((class, share)) = values.get(day, index) else {
                continue;
            };
            set(&area.path, "class", &format!("c-{}", class.code()));
            let said = Class::ALL
                .iter()
                .position(|c| *c == class)
                .map_or("", |at| &words[at]);
            set(
                &area.link,
                "aria-label",
                &values::words(&area.name, share, said),
            );
        }
        if let Some(legend) = &legend {
            self.count(legend, values, day);
        }
        let fill = |template: &str| template.replace("{day}", date);
        if let Some(summary) = find(&self.figure, "[data-map=\"summary\"]") {
            summary.set_text_content(Some(&fill(&self.texts.summary)));
        }
        let name = self
            .texts
            .measures
            .iter()
            .find(|(code, _)| *code == self.measure);
        if let Some((_, name)) = name {
            set(
                &self.svg,
                "aria-label",
                &fill(&self.texts.name).replace("{measure}", name),
            );
        }
    }

    fn count(&self, legend: &Element, values: &DayValues, day: usize) {
        let shown = |code: &String| self.areas.iter().any(|area| area.code == *code);
        let counts = values::counts(values, day, shown);
        for (class, count) in Class::ALL.iter().zip(counts) {
            let selector = format!("[data-class=\"{}\"] .legend-count", class.code());
            if let Some(cell) = find(legend, &selector) {
                cell.set_text_content(Some(&count.to_string()));
            }
        }
    }

    /// Shows the legend of the measure and hides the others.
    fn show_legend(&self) -> Option<Element> {
        let legends = self.figure.query_selector_all(".legend").ok()?;
        let mut shown = None;
        for legend in elements(&legends) {
            if legend.get_attribute("data-measure").as_deref() == Some(self.measure.as_str()) {
                let _ = legend.remove_attribute("hidden");
                shown = Some(legend);
            } else {
                set(&legend, "hidden", "");
            }
        }
        shown
    }

    /// Moves the map to where it stands.
    pub fn place(&self) {
        let style = self.svg.style();
        let _ = style.set_property("transform", &self.motion.css());
        // A finger scrolls the page while the whole map is seen, and moves the map once it is larger than its window.
        let zoomed = self.motion.scale > 1.0;
        let _ = self
            .window
            .style()
            .set_property("touch-action", if zoomed { "none" } else { "pan-y" });
    }

    /// The window's size in CSS pixels.
    pub fn size(&self) -> (f64, f64) {
        (
            f64::from(self.window.client_width()),
            f64::from(self.window.client_height()),
        )
    }
}

fn area(link: Element) -> Option<AreaShape> {
    let path = find(&link, "path")?;
    // The browser's own tooltip would stand beside ours: the words move from <title> to the link's label.
    if let Some(title) = find(&link, "title") {
        set(
            &link,
            "aria-label",
            &title.text_content().unwrap_or_default(),
        );
        title.remove();
    }
    Some(AreaShape {
        code: path.get_attribute("data-code")?,
        name: link.get_attribute("data-name")?,
        link: link.dyn_into().ok()?,
        path,
    })
}

/// The first element below another that a selector fits.
pub fn find(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

fn elements(list: &NodeList) -> Vec<Element> {
    (0..list.length())
        .filter_map(|index| list.get(index)?.dyn_into().ok())
        .collect()
}

/// Sets an attribute. Refusals concern malformed names only, and the names are ours.
pub fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Enables or disables a button.
pub fn disable(button: &HtmlElement, disabled: bool) {
    if disabled {
        set(button, "disabled", "");
    } else {
        let _ = button.remove_attribute("disabled");
    }
}
