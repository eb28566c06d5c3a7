//! The elements of HTML that matter here, and how they end one another.

/// An element by its name. Names that change nothing in the text are all [`Tag::Inline`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// The page itself.
    Root,
    /// `body`.
    Body,
    /// `a`.
    Link,
    /// `p`.
    Paragraph,
    /// `h1` to `h6`.
    Heading(u8),
    /// `div`, `section` and other boxes.
    Box,
    /// `nav`, `footer`, `select` …: never part of an article.
    Aside,
    /// `script`, `style`, `title`: not shown.
    Unseen,
    /// `pre`.
    Preformatted,
    /// `ol`, `ul`.
    List {
        /// `ol`.
        numbered: bool,
    },
    /// `li`.
    Entry,
    /// `table`.
    Table,
    /// `caption`.
    Caption,
    /// `thead`, `tbody`, `tfoot`.
    Rows {
        /// `thead`.
        header: bool,
    },
    /// `tr`.
    Row,
    /// `td`, `th`.
    Cell,
    /// `br`.
    Break,
    /// `img`.
    Picture,
    /// `meta`.
    Meta,
    /// Other elements without content.
    Void,
    /// Everything else.
    Inline,
}

impl Tag {
    /// By the name in lower case.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"body" => Self::Body,
            b"a" => Self::Link,
            b"p" => Self::Paragraph,
            [b'h', level @ b'1'..=b'6'] => Self::Heading(level - b'0'),
            b"div" | b"section" | b"article" | b"main" | b"center" | b"form" | b"blockquote"
            | b"dl" | b"dt" | b"dd" | b"header" | b"address" | b"figure" | b"figcaption"
            | b"fieldset" | b"html" | b"details" | b"summary" | b"ucapcontent" => Self::Box,
            b"nav" | b"footer" | b"aside" | b"select" | b"button" | b"iframe" | b"object"
            | b"menu" | b"dialog" | b"textarea" => Self::Aside,
            b"script" | b"style" | b"head" | b"title" | b"noscript" | b"template" | b"svg"
            | b"math" | b"noframes" | b"noembed" | b"xmp" | b"del" | b"s" | b"strike" => {
                Self::Unseen
            }
            b"pre" => Self::Preformatted,
            b"ol" => Self::List { numbered: true },
            b"ul" => Self::List { numbered: false },
            b"li" => Self::Entry,
            b"table" => Self::Table,
            b"caption" => Self::Caption,
            b"thead" => Self::Rows { header: true },
            b"tbody" | b"tfoot" => Self::Rows { header: false },
            b"tr" => Self::Row,
            b"td" | b"th" => Self::Cell,
            b"br" => Self::Break,
            b"img" | b"image" => Self::Picture,
            b"meta" => Self::Meta,
            b"area" | b"base" | b"col" | b"embed" | b"hr" | b"input" | b"link" | b"param"
            | b"source" | b"track" | b"wbr" => Self::Void,
            _ => Self::Inline,
        }
    }

    /// Has no content and no end.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::Break | Self::Picture | Self::Meta | Self::Void)
    }

    /// Begins and ends a line.
    pub(super) fn is_block(self) -> bool {
        !self.is_void() && !matches!(self, Self::Inline | Self::Link | Self::Unseen | Self::Root)
    }

    /// Whether the beginning of `self` ends an open `open`.
    pub(super) fn ends(self, open: Self) -> bool {
        match open {
            Self::Paragraph => self.is_block(),
            Self::Entry => self == Self::Entry,
            Self::Cell => matches!(self, Self::Cell | Self::Row | Self::Rows { .. }),
            Self::Row => matches!(self, Self::Row | Self::Rows { .. }),
            Self::Rows { .. } => matches!(self, Self::Rows { .. }),
            _ => false,
        }
    }

    /// Whether what begins inside `self` can end nothing outside of it.
    pub(super) fn encloses(self, begun: Self) -> bool {
        match self {
            Self::Table | Self::Root | Self::Body => true,
            Self::Cell => !begun.is_part_of_table(),
            Self::List { .. } => begun == Self::Entry,
            _ => false,
        }
    }

    /// Rows and cells, which only a table encloses.
    pub(super) fn is_part_of_table(self) -> bool {
        matches!(self, Self::Cell | Self::Row | Self::Rows { .. })
    }
}
