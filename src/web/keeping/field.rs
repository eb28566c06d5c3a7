//! Fields of a form: read with every mistake, shown with what was typed.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::registry::exchange;
use crate::web::extract::Fields;
use crate::web::page::Link;

/// Something to mend at a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The id of the field.
    pub field: String,
    /// What to do.
    pub sentence: String,
    /// Where what stands in the way can be seen.
    pub link: Option<Link>,
}

impl Wrong {
    /// Something to mend.
    pub fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            sentence: sentence.into(),
            link: None,
        }
    }

    /// With a link to what stands in the way.
    pub fn see(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.link = Some(Link::new(href, text));
        self
    }
}

/// Reads what was typed and gathers what is wrong with it.
#[derive(Debug)]
pub struct Reader<'f> {
    fields: &'f Fields,
    /// What is wrong, in the order of the form.
    pub wrong: Vec<Wrong>,
}

impl<'f> Reader<'f> {
    /// A reader of a form.
    pub fn new(fields: &'f Fields) -> Self {
        Self {
            fields,
            wrong: Vec::new(),
        }
    }

    /// Says what is wrong with a field.
    pub fn fault(&mut self, field: &str, sentence: impl Into<String>) {
        self.wrong.push(Wrong::new(field, sentence));
    }

    /// A text that may be empty.
    pub fn text(&mut self, name: &str, longest: usize) -> String {
        self.any_text(name, longest, None)
    }

    /// A text that must be there; `what` says what it is, with an example.
    pub fn needed(&mut self, name: &str, longest: usize, what: &str) -> String {
        self.any_text(name, longest, Some(what))
    }

    fn any_text(&mut self, name: &str, longest: usize, what: Option<&str>) -> String {
        let typed = self.fields.text(name);
        if let (true, Some(what)) = (typed.is_empty(), what) {
            self.fault(name, format!("请填写{what}。"));
            return String::new();
        }
        if typed.chars().count() > longest {
            self.fault(name, format!("最多 {longest} 字，请缩短。"));
            return String::new();
        }
        match exchange::text(typed, false) {
            Ok(text) => text,
            Err(sentence) => {
                self.fault(name, format!("{sentence}，请改正。"));
                String::new()
            }
        }
    }

    /// A day, or none.
    pub fn day(&mut self, name: &str) -> Option<NaiveDate> {
        let typed = self.fields.text(name);
        let day = exchange::day(typed);
        if day.is_none() && !typed.is_empty() {
            self.fault(
                name,
                format!("“{typed}”不是日期，写作 2018-11-28 这样的形式。"),
            );
        }
        day
    }

    /// A day that must be there.
    pub fn needed_day(&mut self, name: &str, what: &str) -> Option<NaiveDate> {
        if self.fields.text(name).is_empty() {
            self.fault(name, format!("请填写{what}，写作 2018-11-28 这样的形式。"));
            return None;
        }
        self.day(name)
    }

    /// A whole number.
    pub fn number(&mut self, name: &str) -> i32 {
        let typed = self.fields.text(name);
        let number = typed.parse::<i32>().ok();
        match number.filter(|number| (0..=999_999).contains(number)) {
            Some(number) => number,
            None => {
                self.fault(name, "请填写 0 至 999999 的整数，如 120。");
                0
            }
        }
    }

    /// One of the values of a list.
    pub fn word<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        let word = self.fields.text(name).parse().ok();
        if word.is_none() {
            self.fault(name, format!("请选择{what}。"));
        }
        word
    }
}

/// A field of one line, as a page shows it.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its id; unique on the page.
    pub id: String,
    /// Its name in the form.
    pub name: &'static str,
    /// What it is.
    pub label: &'static str,
    /// What to type.
    pub hint: &'static str,
    /// `text`, `date` or `number`, as browsers call it.
    pub kind: &'static str,
    /// What stands in it.
    pub value: String,
    /// Characters at most.
    pub longest: usize,
    /// The list of suggestions, by its id.
    pub list: Option<&'static str>,
    /// What is wrong with it.
    pub wrong: Option<Wrong>,
}

impl Field {
    /// A text field.
    pub fn text(
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        longest: usize,
    ) -> Self {
        Self {
            id: name.to_owned(),
            name,
            label,
            hint,
            kind: "text",
            value: String::new(),
            longest,
            list: None,
            wrong: None,
        }
    }

    /// A field for a day.
    pub fn day(name: &'static str, label: &'static str, hint: &'static str) -> Self {
        Self {
            kind: "date",
            ..Self::text(name, label, hint, 20)
        }
    }

    /// A field for a department, with suggestions.
    pub fn department(name: &'static str, label: &'static str, hint: &'static str) -> Self {
        Self {
            list: Some(super::chooser::LIST),
            ..Self::text(name, label, hint, 100)
        }
    }

    /// With what was typed, and what is wrong with it.
    pub fn filled(mut self, fields: &Fields, wrong: &[Wrong]) -> Self {
        self.value = fields.raw(self.name).unwrap_or("").to_owned();
        self.wrong = wrong.iter().find(|one| one.field == self.id).cloned();
        self
    }

    /// With another id, where the same field comes several times on a page.
    pub fn identified(mut self, id: String) -> Self {
        self.id = id;
        self
    }

    /// The ids of what describes it.
    pub fn described(&self) -> Option<String> {
        described(&self.id, self.hint, self.wrong.is_some())
    }

    /// True for a field in which browsers offer a calendar. One that holds no day is shown as text, because a calendar
    /// would drop what was typed.
    pub fn is_day(&self) -> bool {
        self.kind == "date" && (self.value.is_empty() || self.value.parse::<NaiveDate>().is_ok())
    }
}

fn described(id: &str, hint: &str, wrong: bool) -> Option<String> {
    let parts = [
        wrong.then(|| format!("{id}-error")),
        (!hint.is_empty()).then(|| format!("{id}-hint")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A list to choose one value from.
#[derive(Debug, Clone)]
pub struct Select {
    /// Its id and its name in the form.
    pub id: &'static str,
    /// What it is.
    pub label: &'static str,
    /// What to choose.
    pub hint: &'static str,
    /// Values, their words, and whether one is chosen.
    pub options: Vec<(String, String, bool)>,
    /// What is wrong with it.
    pub wrong: Option<Wrong>,
}

impl Select {
    /// A list of values with their words.
    pub fn new(
        id: &'static str,
        label: &'static str,
        hint: &'static str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        Self {
            id,
            label,
            hint,
            options: options
                .into_iter()
                .map(|(value, words)| (value, words, false))
                .collect(),
            wrong: None,
        }
    }

    /// With what was chosen, and what is wrong with it.
    pub fn filled(mut self, fields: &Fields, wrong: &[Wrong]) -> Self {
        let chosen = fields.text(self.id);
        for option in &mut self.options {
            option.2 = option.0 == chosen;
        }
        self.wrong = wrong.iter().find(|one| one.field == self.id).cloned();
        self
    }

    /// The ids of what describes it.
    pub fn described(&self) -> Option<String> {
        described(self.id, self.hint, self.wrong.is_some())
    }
}

/// The values of an enumeration of the field, as options.
macro_rules! options_of {
    ($words:ty) => {
        <$words>::ALL
            .iter()
            .map(|word| (word.code().to_owned(), word.label().to_owned()))
    };
}
pub(crate) use options_of;

/// What somebody else wrote while a form was open.
#[derive(Debug, Clone)]
pub struct Clash {
    /// What differs: label, what was typed, what is there.
    pub rows: Vec<(&'static str, String, String)>,
}

impl Clash {
    /// The fields in which what was typed differs from what is there.
    pub fn of(labels: &[(&'static str, &'static str)], typed: &Fields, there: &Fields) -> Self {
        let rows = labels
            .iter()
            .filter(|(name, _)| typed.text(name) != there.text(name))
            .map(|(name, label)| {
                let shown = |fields: &Fields| match fields.text(name) {
                    "" => "—（空）".to_owned(),
                    text => text.to_owned(),
                };
                (*label, shown(typed), shown(there))
            });
        Self {
            rows: rows.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let owned = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Fields(owned.collect())
    }

    #[test]
    fn every_mistake_is_found_and_what_was_typed_stays() {
        let typed = fields(&[
            ("name", ""),
            ("from", "去年"),
            ("order", "一百"),
            ("note", "=1+1"),
        ]);
        let mut reader = Reader::new(&typed);
        reader.needed("name", 100, "全称");
        reader.day("from");
        reader.number("order");
        reader.text("note", 100);
        let sentences: Vec<&str> = reader
            .wrong
            .iter()
            .map(|one| one.sentence.as_str())
            .collect();
        assert_eq!(
            sentences,
            [
                "请填写全称。",
                "“去年”不是日期，写作 2018-11-28 这样的形式。",
                "请填写 0 至 999999 的整数，如 120。",
                "不能以 = + - @ 开头，请改正。"
            ]
        );
        let field = Field::day("from", "起始日", "").filled(&typed, &reader.wrong);
        assert_eq!(field.value, "去年");
        assert_eq!(field.described().as_deref(), Some("from-error"));
    }

    #[test]
    fn a_clash_shows_only_what_differs() {
        let clash = Clash::of(
            &[("name", "全称"), ("source", "来源")],
            &fields(&[("name", "甲局"), ("source", "")]),
            &fields(&[("name", "乙局"), ("source", "")]),
        );
        assert_eq!(clash.rows, [("全称", "甲局".to_owned(), "乙局".to_owned())]);
    }
}
