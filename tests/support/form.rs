//! A form filled in and sent as a browser does it: hidden fields, what is preset, and the button that was pressed.

use scraper::ElementRef;

use super::page::{Part, all, within, words};
use super::{Answer, Page};

/// A form being filled in.
#[must_use = "a form does nothing until a button is pressed"]
pub(crate) struct Form<'p> {
    page: &'p Page,
    form: ElementRef<'p>,
    fields: Vec<Field>,
}

/// A control and what is in it now.
struct Field {
    name: String,
    kind: Kind,
    value: String,
    /// Sent: neither disabled nor an unticked box.
    on: bool,
    longest: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Hidden,
    Typed,
    Box,
    /// One of the options of a `select`; `on` is the chosen one.
    Option,
}

impl<'p> Form<'p> {
    pub(super) fn new(page: &'p Page, form: ElementRef<'p>) -> Self {
        let controls = Self::controls_of(page, form, "input, select, textarea");
        let fields = controls.into_iter().flat_map(fields_of).collect();
        Self { page, form, fields }
    }

    /// Controls stand in the form, or name it from elsewhere.
    fn controls_of(page: &'p Page, form: ElementRef<'p>, selector: &str) -> Vec<ElementRef<'p>> {
        let mut controls = within(form, selector);
        controls.retain(|control| control.attr("form").is_none());
        if let Some(id) = form.attr("id") {
            let elsewhere = all(page.html(), selector)
                .into_iter()
                .filter(|control| control.attr("form") == Some(id));
            controls.extend(elsewhere);
        }
        controls
    }

    #[track_caller]
    fn fail(&self, what: &str) -> ! {
        let names: Vec<&str> = self
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        panic!(
            "the form to {:?} on {} {what}; its fields: {names:?}\n{}",
            self.form.attr("action"),
            self.page.place(),
            words(self.form)
        )
    }

    /// The names of its fields, each once, in the order of the page.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for field in &self.fields {
            if !names.contains(&field.name) {
                names.push(field.name.clone());
            }
        }
        names
    }

    /// What stands in a field; of boxes and options, what is chosen.
    #[track_caller]
    pub(crate) fn value(&self, name: &str) -> &str {
        if !self.fields.iter().any(|field| field.name == name) {
            self.fail(&format!("has no field “{name}”"));
        }
        self.fields
            .iter()
            .find(|field| field.name == name && field.on)
            .map_or("", |field| field.value.as_str())
    }

    /// Types into a field, or chooses an option or a radio button by its value.
    #[track_caller]
    pub(crate) fn fill(mut self, name: &str, value: &str) -> Self {
        let mut known = false;
        let mut taken = false;
        for field in self.fields.iter_mut().filter(|field| field.name == name) {
            known = true;
            match field.kind {
                Kind::Hidden => {}
                Kind::Typed => {
                    let fits = field
                        .longest
                        .is_none_or(|most| value.chars().count() <= most);
                    assert!(fits, "a browser does not let so much into “{name}”");
                    value.clone_into(&mut field.value);
                    (field.on, taken) = (true, true);
                }
                Kind::Box | Kind::Option => {
                    field.on = field.value == value;
                    taken |= field.on;
                }
            }
        }
        match (known, taken) {
            (true, true) => self,
            (true, false) => self.fail(&format!("does not let “{value}” into “{name}”")),
            (false, _) => self.fail(&format!("has no field “{name}”")),
        }
    }

    /// Presses the one button with these words.
    pub(crate) async fn press(self, button: &str) -> Answer {
        let buttons = Self::controls_of(self.page, self.form, "button");
        // Words after a colon are for those who do not see which row the button is in.
        let plain = |one: &ElementRef<'_>| words(*one).split('：').next() == Some(button);
        let found: Vec<_> = buttons.iter().filter(|one| plain(one)).copied().collect();
        let [pressed] = found.as_slice() else {
            let all: Vec<String> = buttons.into_iter().map(words).collect();
            self.fail(&format!(
                "has {} buttons “{button}” among {all:?}",
                found.len()
            ));
        };
        assert!(
            pressed.attr("disabled").is_none(),
            "“{button}” cannot be pressed"
        );
        self.send(*pressed).await
    }

    async fn send(self, pressed: ElementRef<'p>) -> Answer {
        let mut fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .filter(|field| field.on)
            .map(|field| (field.name.as_str(), field.value.as_str()))
            .collect();
        if let Some(name) = pressed.attr("name") {
            fields.push((name, pressed.attr("value").unwrap_or_default()));
        }
        let action = pressed.attr("formaction").or(self.form.attr("action"));
        let action = action.unwrap_or(&self.page.answer().address);
        let method = pressed.attr("formmethod").or(self.form.attr("method"));
        let method = method.unwrap_or("get");
        let visitor = self.page.visitor();
        if method.eq_ignore_ascii_case("post") {
            return visitor.post(action, &fields).await;
        }
        // The query of the action gives way to the fields.
        let path = action.split('?').next().unwrap_or(action);
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        visitor.ask(&format!("{path}?{query}")).await
    }
}

fn fields_of(control: ElementRef<'_>) -> Vec<Field> {
    let Some(name) = control.attr("name").map(str::to_owned) else {
        return Vec::new();
    };
    let enabled = control.attr("disabled").is_none();
    let longest = control.attr("maxlength").and_then(|most| most.parse().ok());
    let field = |kind, value: &str, on| Field {
        name: name.clone(),
        kind,
        value: value.to_owned(),
        on: on && enabled,
        longest,
    };
    match (control.value().name(), control.attr("type")) {
        ("select", _) => options_of(control)
            .into_iter()
            .map(|(value, chosen)| field(Kind::Option, &value, chosen))
            .collect(),
        ("textarea", _) => {
            let text: String = control.text().collect();
            let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
            vec![field(Kind::Typed, &text, true)]
        }
        (_, Some("submit" | "button" | "reset" | "image")) => Vec::new(),
        (_, Some("checkbox" | "radio")) => {
            let ticked = control.attr("checked").is_some();
            let value = control.attr("value").unwrap_or("on");
            vec![field(Kind::Box, value, ticked)]
        }
        (_, kind) => {
            let value = control.attr("value").unwrap_or_default();
            let kind = match kind {
                Some("hidden") => Kind::Hidden,
                _ => Kind::Typed,
            };
            vec![field(kind, value, true)]
        }
    }
}

/// The options of a list and which is chosen: the first, when none says so.
fn options_of(select: ElementRef<'_>) -> Vec<(String, bool)> {
    let options: Vec<(String, bool)> = within(select, "option")
        .into_iter()
        .map(|option| {
            let value = option.attr("value").map(str::to_owned);
            (
                value.unwrap_or_else(|| words(option)),
                option.attr("selected").is_some(),
            )
        })
        .collect();
    let none = !options.iter().any(|(_, chosen)| *chosen);
    let first = |index: usize| none && index == 0;
    options
        .into_iter()
        .enumerate()
        .map(|(index, (value, chosen))| (value, chosen || first(index)))
        .collect()
}
