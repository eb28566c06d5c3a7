//! 佐证材料: what proves a report, by what it is to its readers and by what it is as a file.

use super::words::words;

words! {
    /// What a piece of evidence is to its readers (DOMAIN §1.8).
    EvidenceKind {
        /// A rule that was issued.
        Regulation = "regulation", "制度文件";
        /// Minutes, a notice, a list of those present.
        Meeting = "meeting", "会议纪要、通知、签到";
        /// A summary or a plan.
        Summary = "summary", "工作总结、方案";
        /// Statistics, or a picture of the page that shows them.
        Statistics = "statistics", "统计报表与数据截图";
        /// The report of a test or an inspection.
        Inspection = "inspection", "检测、抽查报告";
        /// A photograph.
        Photo = "photo", "现场照片";
        /// What an outside body found.
        Assessment = "assessment", "第三方测评报告";
        /// What a newspaper wrote.
        News = "news", "新闻报道";
        /// An award or a recognition.
        Award = "award", "表彰、认定文件";
        /// Proof that money was paid.
        Payment = "payment", "经费拨付凭证";
        /// Anything else.
        Other = "other", "其他";
    }
}

words! {
    /// What a file of evidence is by its content.
    EvidenceFormat {
        /// `.pdf`.
        Pdf = "pdf", "PDF";
        /// `.ofd`, the national format for fixed pages (GB/T 33190).
        Ofd = "ofd", "OFD";
        /// `.docx`.
        Docx = "docx", "Word";
        /// `.xlsx`.
        Xlsx = "xlsx", "Excel";
        /// `.pptx`.
        Pptx = "pptx", "演示文稿";
        /// `.doc`, and `.wps` as WPS saves it.
        Doc = "doc", "旧版 Word 或 WPS 文字";
        /// `.xls`, and `.et` as WPS saves it.
        Xls = "xls", "旧版 Excel 或 WPS 表格";
        /// `.ppt`, and `.dps` as WPS saves it.
        Ppt = "ppt", "旧版演示文稿或 WPS 演示";
        /// `.png`.
        Png = "png", "PNG 图片";
        /// `.jpg`.
        Jpeg = "jpeg", "JPG 图片";
        /// `.gif`.
        Gif = "gif", "GIF 图片";
        /// `.webp`.
        Webp = "webp", "WebP 图片";
        /// `.bmp`.
        Bmp = "bmp", "BMP 图片";
        /// `.tif`.
        Tiff = "tiff", "TIFF 图片";
        /// `.txt`, `.csv`.
        Text = "text", "纯文本";
    }
}

impl EvidenceFormat {
    /// How files of this format are called.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Ofd => &["ofd"],
            // WPS saves in the formats of Office too, and keeps its own names for them.
            Self::Docx => &["docx", "wps"],
            Self::Xlsx => &["xlsx", "et"],
            Self::Pptx => &["pptx", "dps"],
            Self::Doc => &["doc", "wps"],
            Self::Xls => &["xls", "et"],
            Self::Ppt => &["ppt", "dps"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Bmp => &["bmp"],
            Self::Tiff => &["tif", "tiff"],
            Self::Text => &["txt", "csv"],
        }
    }

    /// How HTTP calls it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Ofd => "application/ofd",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::Doc => "application/msword",
            Self::Xls => "application/vnd.ms-excel",
            Self::Ppt => "application/vnd.ms-powerpoint",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Bmp => "image/bmp",
            Self::Tiff => "image/tiff",
            // In which encoding is for the reader's program to find out.
            Self::Text => "application/octet-stream",
        }
    }
}

/// The extensions of all files that are taken, without the dot, each once.
pub fn evidence_extensions() -> Vec<&'static str> {
    let mut all: Vec<&str> = Vec::new();
    let each = EvidenceFormat::ALL.iter();
    for extension in each.flat_map(|format| format.extensions()) {
        if !all.contains(extension) {
            all.push(extension);
        }
    }
    all
}

/// The largest file of evidence, in bytes.
pub const EVIDENCE_BYTES: usize = 20 * 1024 * 1024;

/// How many pieces of evidence one report may have.
pub const EVIDENCE_OF_REPORT: i64 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_offices_use_is_taken() {
        let all = evidence_extensions();
        for wanted in [
            "pdf", "ofd", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "png",
            "jpg", "jpeg", "gif", "webp", "bmp", "tif", "txt", "csv",
        ] {
            assert!(all.contains(&wanted), "{wanted}");
        }
        for refused in ["docm", "xlsm", "exe", "zip", "html", "svg"] {
            assert!(!all.contains(&refused), "{refused}");
        }
    }
}
