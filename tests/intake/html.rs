//! Web pages: the article, and only that.

use super::{lines, notes, refused, taken};

/// An article in the kind of page that government sites make.
pub(crate) fn page(article: &str) -> String {
    format!(
        r#"<!DOCTYPE html>
<html lang="zh-CN"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>某某市人民政府门户网站</title>
<style>p {{ color: red }}</style><script>var text = "<p>一、不是正文</p>";</script></head>
<body><div class="header"><a href="/">首页</a> | <a href="/xxgk">信息公开</a> | <a href="/zwfw">政务服务</a></div>
<div class="crumb">您现在的位置：<a href="/">首页</a> &gt; <a href="/zfwj">政府文件</a></div>
<div id="main"><div class="left-nav"><ul><li><a href="1">机构职能</a></li><li><a href="2">重点领域信息公开</a></li></ul></div>
<div class="article-box">
<div class="info">信息来源：市政府办公室　发布时间：2024-03-01　浏览次数：123次　字体：【大 中 小】</div>
<div id="zoom" class="TRS_Editor">{article}</div>
<div class="share">分享到：<a href="wx">微信</a></div><div class="print"><a href="p">打印本页</a> <a href="c">关闭窗口</a></div>
</div></div>
<div class="footer"><p>主办单位：某某市人民政府办公室　承办单位：某某市大数据局</p><p>网站标识码：6500000001　新ICP备05000001号　新公网安备 65010000000001号</p></div>
</body></html>"#
    )
}

const ARTICLE: &str = "<p>各区县人民政府，市政府各部门：</p><p>为提升质量，现将有关事项通知如下。请认真贯彻执行，确保各项工作落到实处。</p>\
    <p>一、总体要求</p><p>坚持质量第一，全面提升产品、工程、服务和环境质量，推动高质量发展。</p><p>（一）加强领导。（市市场监管局牵头）</p>";

fn article(article: &str) -> Vec<String> {
    lines(&taken("通知.html", page(article).as_bytes()))
}

#[test]
fn the_article_is_found_and_what_surrounds_it_is_said() {
    let intake = taken("通知.html", page(ARTICLE).as_bytes());
    let read = lines(&intake);
    assert_eq!(
        read.first().map(String::as_str),
        Some("各区县人民政府，市政府各部门：")
    );
    assert_eq!(
        read.last().map(String::as_str),
        Some("（一）加强领导。（市市场监管局牵头）")
    );
    assert_eq!(read.len(), 5);
    assert_eq!(
        notes(&intake),
        ["网页的导航、页脚等正文以外的内容没有读入。"]
    );
}

#[test]
fn title_and_number_that_the_site_prints_apart_are_taken_in() {
    let whole = page(ARTICLE)
        .replace("<div class=\"info\">", "<table class=\"xxgk\"><tr><td>索 引 号：</td><td>000/2024-1</td><td>发文字号：</td><td>某政发〔2024〕3号</td></tr></table><h1>关于开展质量提升行动的通知</h1><div class=\"info\">");
    let read = lines(&taken("", whole.as_bytes()));
    assert_eq!(
        read[..3],
        [
            "某政发〔2024〕3号",
            "关于开展质量提升行动的通知",
            "各区县人民政府，市政府各部门："
        ]
    );
    let meta = page(ARTICLE).replace(
        "<title>",
        "<meta name=\"ArticleTitle\" content=\"关于印发方案的通知\"/><title>",
    );
    assert_eq!(lines(&taken("", meta.as_bytes()))[0], "关于印发方案的通知");
    let parsed = fengong::document::parse(&taken("", whole.as_bytes()).text);
    assert_eq!(
        parsed.front.doc_number.as_deref(),
        Some("某政发〔2024〕3号")
    );
}

#[test]
fn attachments_are_named_because_the_tasks_may_stand_in_them() {
    let link = "<p>附件：<a href=\"./P0202403.DOCX?v=1\">重点任务分工表</a><a href=\"a.html\">网页</a></p>";
    let intake = taken("", page(&format!("{ARTICLE}{link}")).as_bytes());
    assert!(notes(&intake).contains(
        &"网页链接的附件“重点任务分工表”没有读入。如需导入，请下载后单独导入。".to_owned()
    ));
}

#[test]
fn tables_keep_their_merged_cells() {
    let table = "<table><thead><tr><th>类别<th>任务<th>责任单位</thead><tbody>\
        <tr><td rowspan=2>质量</td><td>开展行动。</td><td>市教育局<br>市水利局</td></tr>\
        <tr><td>建立制度。</td><td rowspan=\"0\">市民政局</td></tr><tr><td colspan=2>培育<b>名牌</b>。</td></tr></table>";
    let read = article(&format!("{ARTICLE}{table}"));
    assert_eq!(
        read[5..],
        [
            "类别|任务|责任单位",
            "质量|开展行动。|市教育局、市水利局",
            "质量|建立制度。|市民政局",
            "培育名牌。||市民政局"
        ]
    );
}

#[test]
fn a_page_laid_out_with_tables_is_read_as_text() {
    let whole = format!(
        "<html><body><table width=100%><tr><td><a href=1>首页</a></td></tr><tr><td><table><tr><td><a href=2>目录</a></td><td>{ARTICLE}<table border=1><tr><td>序号<td>任务<td>单位<tr><td>1<td>甲。<td>市教育局</table></td></tr></table></td></tr></table></body></html>"
    );
    let read = lines(&taken("", whole.as_bytes()));
    assert_eq!(read.len(), 7, "{read:?}");
    assert_eq!(read[5..], ["序号|任务|单位", "1|甲。|市教育局"]);
}

#[test]
fn entities_breaks_and_lists_are_text() {
    let read = article(&format!(
        "{ARTICLE}<p>&ldquo;三品一标&rdquo;&nbsp;&#8212;&#x2014;&lt;甲&gt;<br>第二\n  行<br/>A\n B</p><ol start=3><li>第三<li>第四</ol><ul><li>甲</ul><pre>上\n下</pre><p hidden>不见</p><p style='display: none'>不见</p><!-- 不见 -->"
    ));
    assert_eq!(
        read[5..],
        [
            "“三品一标”\u{a0}——<甲>",
            "第二行",
            "A B",
            "3. 第三",
            "4. 第四",
            "甲",
            "上",
            "下"
        ]
    );
}

#[test]
fn broken_pages_are_read_as_far_as_they_go() {
    let whole = page(ARTICLE);
    let cut = whole.find("推动高质量").expect("there");
    assert!(
        taken("", &whole.as_bytes()[..cut])
            .text
            .contains("全面提升产品")
    );
    for broken in [
        "<p>甲<p>乙</div></td></table>丙",
        "<div><b><i>甲</b>乙</i><p>丙",
        "甲<br>乙</br>丙<html>",
    ] {
        let text: String = lines(&taken("", format!("<html>{broken}").as_bytes())).concat();
        assert_eq!(text, "甲乙丙", "{broken}");
    }
}

#[test]
fn encodings_are_told_from_what_the_page_says_and_is() {
    let whole = page(ARTICLE);
    let (gbk, _, _) = encoding_rs::GBK.encode(&whole);
    for (bytes, encoding) in [(whole.as_bytes(), "UTF-8"), (&gbk, "GB18030")] {
        let intake = taken("", bytes);
        assert_eq!(intake.encoding, Some(encoding));
        assert_eq!(lines(&intake)[2], "一、总体要求");
    }
}

#[test]
fn a_page_without_text_is_refused() {
    assert!(
        refused("", b"<html><body><script>1</script></body></html>")
            .to_string()
            .contains("空的")
    );
    assert!(
        refused("", b"<html><body><img src=a.png></body></html>")
            .to_string()
            .contains("只有图片")
    );
}
