//! 单位库: what cannot be, one mistake after the other, each with the sentence that says what to do.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::server::Template;
use crate::support::upload::Upload;
use crate::support::{House, Page, Visitor};

async fn house() -> (House, Visitor) {
    let house = House::over(Template::Registry).await;
    let admin = house.admin().await;
    (house, admin)
}

const REGIONS: &str = "code,name,short_name,level,parent,prefixes,capital,order";
const DEPARTMENTS: &str =
    "code,jurisdiction,name,short_name,kind,order,valid_from,valid_to,confidence,source";
const SUCCESSIONS: &str = "from,to,on,kind,scope,confidence,source";
const ROSTERS: &str = "collective,member,valid_from,valid_to,order,source";

/// A file, its header, one line of it, and what is said about that line in which column.
const LINES: &[(&str, &str, &str, &str, &str)] = &[
    (
        "jurisdictions.csv",
        REGIONS,
        "65x,某州,某州,prefecture,65,,,9",
        "代码",
        "行政区代码是 2 至 12 位数字",
    ),
    (
        "jurisdictions.csv",
        REGIONS,
        "6599,某州,某州,prefecture,77,,,9",
        "上级代码",
        "没有代码为“77”的行政区",
    ),
    (
        "departments.csv",
        DEPARTMENTS,
        "xj 数据,65,新疆维吾尔自治区数据局,自治区数据局,government,305,,,high,",
        "代码",
        "单位代码只用字母、数字、点和横线",
    ),
    (
        "departments.csv",
        DEPARTMENTS,
        "xj.sjj,65,,自治区数据局,government,305,,,high,",
        "name",
        "没有填写",
    ),
    (
        "successions.csv",
        SUCCESSIONS,
        "xj.jyt,xj.jyt,2018-12-01,rename,,high,",
        "承接单位代码",
        "承接单位不能是原单位自己",
    ),
    (
        "successions.csv",
        SUCCESSIONS,
        "xj.scj,xj.kjt,2018-01-01,merge,,high,",
        "承接日",
        "原单位从 2018-11-28 才开始",
    ),
    (
        "rosters.csv",
        ROSTERS,
        "xj.gdz,xj.gdz,,,1,",
        "成员代码",
        "集合单位不能是自己的成员",
    ),
    (
        "rosters.csv",
        ROSTERS,
        "xj.gdz,xj.jyt,2018-06-01,2018-05-01,1,",
        "终止日",
        "终止日应晚于起始日",
    ),
];

#[tokio::test]
async fn what_a_line_of_a_table_cannot_say_is_told_by_line_and_column() {
    let (house, admin) = house().await;
    let count = "select (select count(*) from department) + (select count(*) from roster_member)
                 + (select count(*) from succession) + (select count(*) from jurisdiction)";
    let before: i64 = house.value(count).await;
    for (name, header, line, column, sentence) in LINES {
        let file = format!("{header}\n{line}\n");
        let upload = Upload::default().file("file", name, file.as_bytes());
        let page = upload.send(&admin, "/registry/uploads").await;
        let page = page.follow().await;
        let told = page.rows().into_iter().any(|row| {
            let cells = row.cells();
            cells[0] == *name
                && cells[1] == "2"
                && cells[2] == *column
                && cells[3].contains(sentence)
        });
        assert!(told, "{line}: {sentence}\n{}", page.main().text());
        assert!(page.texts("main form").is_empty(), "{line}");
    }
    assert_eq!(house.value::<i64>(count).await, before);
}

#[tokio::test]
async fn files_that_are_no_registry_say_so() {
    let (_house, admin) = house().await;
    let cases: [(&str, &[u8], &str); 4] = [
        (
            "departments.csv",
            b"code,name\nxj.a,\xe5\x90\x8d\n",
            "看不出是哪张表。第一行应当是表头",
        ),
        ("registry.xlsx", b"no workbook", "内容却不是工作簿"),
        (
            "registry.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "旧格式的 xls 读不了",
        ),
        ("departments.csv", b"", "空文件不能导入"),
    ];
    for (name, bytes, sentence) in cases {
        let upload = Upload::default().file("file", name, bytes);
        let page = match upload.send(&admin, "/registry/uploads").await {
            answer if answer.status == StatusCode::SEE_OTHER => answer.follow().await,
            answer => answer.page(StatusCode::UNPROCESSABLE_ENTITY),
        };
        page.has(sentence);
        assert!(page.parts("input[name='digest']").is_empty(), "{name}");
    }
    let many = (0..6).fold(Upload::default(), |upload, number| {
        upload.file("file", &format!("{number}.csv"), b"a\n")
    });
    let answer = many.send(&admin, "/registry/uploads").await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("一次最多选 5 个文件");
}

/// Fills in a form, which is not taken; gives the page that says why.
async fn refused(page: &Page, action: &str, fields: &[(&str, &str)], button: &str) -> Page {
    let mut form = page.form(action);
    for (name, value) in fields {
        form = form.fill(name, value);
    }
    let answer = form.press(button).await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    for (name, value) in fields {
        assert_eq!(
            page.form(action).value(name),
            *value,
            "{name} was typed and is lost"
        );
    }
    page
}

#[tokio::test]
async fn a_succession_that_cannot_be_keeps_what_was_typed() {
    let (_house, admin) = house().await;
    const ADDRESS: &str = "/registry/successions";
    let page = admin.get("/registry/successions/new").await;
    let press = |fields| refused(&page, ADDRESS, fields, "登记沿革");
    let itself = [("from", "xj.jyt"), ("to", "xj.jyt"), ("on", "2018-12-01")];
    let told = press(&itself).await;
    assert!(told.about("to").contains("承接单位不能是原单位自己"));
    let early = [("from", "xj.scj"), ("to", "xj.kjt"), ("on", "2018-01-01")];
    let told = press(&early).await;
    assert!(told.about("on").contains("原单位从 2018-11-28 才开始"));
    let twice = [("from", "xj.zjj"), ("to", "xj.scj"), ("on", "2018-11-28")];
    let told = press(&twice).await;
    assert!(told.main().text().contains("已经登记过了"));
    // Both regions have one of this name.
    let vague = [
        ("from", "自治区旅发委"),
        ("to", "xj.kjt"),
        ("on", "2018-12-01"),
    ];
    let told = press(&vague).await;
    let sentence = told.about("from");
    assert!(sentence.contains("指好几个单位") && sentence.contains("xj.lfw"));
    let no_day = [("from", "xj.jyt"), ("to", "xj.kjt"), ("on", "2018-02-30")];
    let told = press(&no_day).await;
    assert!(told.about("on").contains("2018-02-30"));
}

#[tokio::test]
async fn a_merger_names_another_department() {
    let (house, admin) = house().await;
    let id = house.department("自治区质监局").await;
    let address = format!("/registry/departments/{id}/merger");
    let page = admin.get(&format!("{address}?into=xj.zjj")).await;
    assert!(page.about("into").contains("请填另一个单位"));
    let page = admin.get(&format!("{address}?into=某个单位")).await;
    assert!(page.about("into").contains("没有找到单位“某个单位”"));
    let confirmation = format!("{address}/confirmation");
    let itself = id.to_string();
    let answer = admin.post(&confirmation, &[("right", &itself)]).await;
    let page = answer.page(StatusCode::BAD_REQUEST);
    page.has("不能并到它自己");
    let answer = admin.post(&confirmation, &[]).await;
    answer
        .page(StatusCode::BAD_REQUEST)
        .has("没有指明并到哪个单位");
}
