//! Radicals as the characters that they look like. Some programs, Chromium among them, write `⼯⽅⺠⻔` into a PDF where
//! the text says `工方民门`: in their fonts both are one glyph.

/// U+2F00 to U+2FD5, by their compatibility mapping.
const KANGXI: &str = "\
一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广\
廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白\
皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車\
辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍\
龜龠";

/// U+2E80 to U+2EF3, by their equivalent ideographs.
const SUPPLEMENT: &str = "\
⺀厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒网罒\
网羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶邑钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄\
黾斉齐歯齿竜龙龜亀龟";

/// The character for a radical; any other character is itself.
pub(super) fn unified(c: char) -> char {
    let (block, first) = match c {
        '\u{2f00}'..='\u{2fd5}' => (KANGXI, 0x2f00),
        '\u{2e80}'..='\u{2ef3}' => (SUPPLEMENT, 0x2e80),
        _ => return c,
    };
    block.chars().nth(c as usize - first).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters() {
        let read: String = "⼀⼯⽅⼈⺠⻔⻅⻬⾃⿕质".chars().map(unified).collect();
        assert_eq!(read, "一工方人民门见齐自龠质");
    }
}
