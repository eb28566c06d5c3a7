//! 单位库 · 导入导出: out and in again changes nothing; what is wrong is told whole, and written whole or not at all.

use std::io::{Cursor, Write};

use axum::http::StatusCode;
use fengong::registry::Rows;
use fengong::registry::exchange::{Exchanged, Table};
use fengong::store::registry;

use crate::support::page::Part;
use crate::support::server::Template;
use crate::support::upload::Upload;
use crate::support::{House, Page, Visitor};

const UPLOADS: &str = "/registry/uploads";

async fn house() -> (House, Visitor) {
    let house = House::over(Template::Registry).await;
    let admin = house.admin().await;
    (house, admin)
}

async fn rows(house: &House) -> Rows {
    registry::rows(&mut *house.db().await).await.unwrap()
}

/// Every row of the registry as its cells.
fn cells(rows: &Rows) -> Vec<Vec<String>> {
    let mut cells: Vec<Vec<String>> = Vec::new();
    cells.extend(rows.jurisdictions.iter().map(Exchanged::cells));
    cells.extend(rows.departments.iter().map(Exchanged::cells));
    cells.extend(rows.aliases.iter().map(Exchanged::cells));
    cells.extend(rows.successions.iter().map(Exchanged::cells));
    cells.extend(rows.rosters.iter().map(Exchanged::cells));
    cells
}

fn sent(files: &[(&str, &[u8])]) -> Upload {
    files
        .iter()
        .fold(Upload::default(), |upload, (name, bytes)| {
            upload.file("file", name, bytes)
        })
}

async fn judged(admin: &Visitor, files: &[(&str, &[u8])]) -> Page {
    sent(files).send(admin, UPLOADS).await.follow().await
}

/// A department's line as the CSV has it.
const HEADER: &str =
    "code,jurisdiction,name,short_name,kind,order,valid_from,valid_to,confidence,source\n";

#[tokio::test]
async fn what_was_exported_comes_back_unchanged() {
    let (house, admin) = house().await;
    let before = cells(&rows(&house).await);
    let book = admin.ask("/registry/tables/registry.xlsx").await;
    assert!(
        book.header("content-type")
            .unwrap()
            .contains("spreadsheetml")
    );
    let page = judged(&admin, &[("registry.xlsx", &book.body)]).await;
    page.has("将新增 0 行，修改 0 行").has("与库中完全相同");
    let mut files = Vec::new();
    for table in Table::ALL {
        let name = table.file_name();
        let answer = admin.ask(&format!("/registry/tables/{name}")).await;
        files.push((name, answer.body));
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, body)| (name.as_str(), body.as_slice()))
        .collect();
    let page = judged(&admin, &files).await;
    page.has("将新增 0 行，修改 0 行").has("与库中完全相同");
    assert_eq!(cells(&rows(&house).await), before);
    assert!(before.len() > 900);
}

#[tokio::test]
async fn changes_are_shown_and_then_written_once() {
    let (house, admin) = house().await;
    let file = format!(
        "{HEADER}xj.zjj,65,新疆维吾尔自治区质量技术监督局,自治区质监局,政府部门,225,,2018/11/28,高,新机编〔2018〕1号\n\
         xj.sjj,65,新疆维吾尔自治区数据局,自治区数据局,government,305,2024-01-15,,high,\n"
    );
    let page = judged(&admin, &[("departments.csv", file.as_bytes())]).await;
    page.has("将新增 1 行，修改 1 行");
    page.row("xj.zjj")
        .has("可靠程度：中 → 高")
        .has("行政序列：220 → 225")
        .lacks("全称");
    page.row("xj.sjj").has("性质：政府部门");
    let before: i64 = house.value("select count(*) from department").await;
    let address = page.answer().address.clone();
    let done = page.form(&address).press("确认写入").await.follow().await;
    done.has("已写入单位库：新增 1 行，修改 1 行");
    let after: i64 = house.value("select count(*) from department").await;
    assert_eq!(after - before, 1);
    let version: i32 = house
        .value("select version from department where code = 'xj.zjj'")
        .await;
    assert_eq!(version, 2, "whoever has its form open is told");
    let again = page.form(&address).press("确认写入").await;
    again.follow().await.has("之前已经写入过了");
    let events: i64 = house
        .value("select count(*) from event where action = 'registry.import'")
        .await;
    assert_eq!(events, 1);
}

#[tokio::test]
async fn every_problem_is_told_with_its_line_and_column() {
    let (house, admin) = house().await;
    let before = cells(&rows(&house).await);
    let departments = format!(
        "{HEADER}xj.aaa,99,新疆甲局,自治区甲局,government,1,,,high,\n\
         xj.bbb,65,新疆乙局,自治区质监局,机关,一,2019-01-01,2018-01-01,high,\n\
         xj.aaa,65,新疆丙局,自治区丙局,government,1,2018-02-30,,high,\n\
         xj.ccc,65,新疆丁局,自治区丁局,government,1,2019-01-01,2018-01-01,high,\n\
         xj.ddd,65,新疆戊局,自治区质监局,government,1,,,high,=1+1\n\
         xj.eee,65,新疆己局,自治区质监局,government,1,,,high,\n"
    );
    let aliases = "department,alias,valid_from,valid_to,note\nxj.zzz,自治区庚局,,,\n";
    let regions = "code,name,short_name,level,parent,prefixes,capital,order\n65,新疆维吾尔自治区,新疆,province,6501,自治区;新疆,乌鲁木齐,6500\n";
    let successions =
        "from,to,on,kind,scope,confidence,source\nxj.scj,xj.zjj,2019-01-01,并入,,高,\n";
    let rosters = "collective,member,valid_from,valid_to,order,source\nxj.zjj,xj.gsj,,,1,\nxj.gdz,xj.6501,2019-01-01,,1,\n";
    let page = judged(
        &admin,
        &[
            ("departments.csv", departments.as_bytes()),
            ("aliases.csv", aliases.as_bytes()),
            ("jurisdictions.csv", regions.as_bytes()),
            ("successions.csv", successions.as_bytes()),
            ("rosters.csv", rosters.as_bytes()),
        ],
    )
    .await;
    let problem = |place: &str, line: &str, column: &str, sentence: &str| {
        let found = page.rows().into_iter().any(|row| {
            let cells = row.cells();
            cells[0] == place
                && cells[1] == line
                && cells[2] == column
                && cells[3].contains(sentence)
        });
        assert!(
            found,
            "{place} {line} {column} {sentence}\n{}",
            page.main().text()
        );
    };
    problem(
        "departments.csv",
        "2",
        "行政区代码",
        "没有代码为“99”的行政区",
    );
    problem(
        "departments.csv",
        "3",
        "kind",
        "不在可选范围内，应为：政府部门、党委部门",
    );
    problem("departments.csv", "3", "order", "“一”不是整数");
    problem("departments.csv", "4", "valid_from", "“2018-02-30”不是日期");
    problem("departments.csv", "5", "终止日", "终止日应晚于起始日");
    problem("departments.csv", "6", "source", "不能以 = + - @ 开头");
    problem(
        "departments.csv",
        "7",
        "简称",
        "“自治区质监局”在重叠的日期里也指单位",
    );
    problem("aliases.csv", "2", "单位代码", "没有代码为“xj.zzz”的单位");
    problem("jurisdictions.csv", "2", "上级代码", "绕成了一圈");
    problem("successions.csv", "2", "承接单位代码", "承接关系绕成了一圈");
    problem(
        "successions.csv",
        "2",
        "承接日",
        "承接单位在 2018-11-28 已经终止",
    );
    problem("rosters.csv", "2", "集合单位代码", "性质不是集合单位");
    problem("rosters.csv", "3", "起始日", "起止日期有重叠");
    assert!(
        page.texts("main form").is_empty(),
        "there is nothing to confirm"
    );
    let refused = admin.post(&page.answer().address, &[]).await;
    refused.page(StatusCode::CONFLICT);
    assert_eq!(cells(&rows(&house).await), before);
}

#[tokio::test]
async fn a_key_that_comes_twice_is_told() {
    let (_house, admin) = house().await;
    let file = format!(
        "{HEADER}xj.aaa,65,新疆甲局,自治区甲局,government,1,,,high,\nxj.aaa,65,新疆丙局,自治区丙局,government,1,,,high,\n"
    );
    let page = judged(&admin, &[("单位.csv", file.as_bytes())]).await;
    page.row("与第 2 行重复").has("xj.aaa");
}

#[tokio::test]
async fn tables_are_read_as_spreadsheets_save_them() {
    let (_house, admin) = house().await;
    let text = "代码,行政区代码,全称,简称,性质,行政序列,起始日,终止日,可靠程度,来源\r\n\
         xj.sjj,65,新疆维吾尔自治区数据局,自治区数据局,政府部门,305,2024/1/15,,高,\r\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let page = judged(&admin, &[("单位.csv", &bytes)]).await;
    page.has("将新增 1 行");
    page.row("xj.sjj").has("起始日：2024-01-15");
}

/// A zip with one part of so many zeros.
fn bomb(bytes: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("xl/workbook.xml", options).unwrap();
    let zeros = vec![0_u8; 1024 * 1024];
    for _ in 0..bytes / zeros.len() {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn files_that_are_no_tables_are_refused_with_the_reason() {
    let (_house, admin) = house().await;
    let bomb = bomb(80 * 1024 * 1024);
    let files: [(&str, &[u8], &str); 6] = [
        (
            "图片.csv",
            b"\x89PNG\r\n\x1a\n\0\0\0",
            "不是 CSV 或 xlsx 文件",
        ),
        ("坏.xlsx", b"PK\x03\x04 and nothing more", "文件已损坏"),
        ("炸弹.xlsx", &bomb, "展开后超过 64 MB"),
        ("别的.csv", "姓名,电话\n甲,1\n".as_bytes(), "看不出是哪张表"),
        ("空表.csv", HEADER.as_bytes(), "没有读到任何一行数据"),
        (
            "少列.csv",
            "code,jurisdiction,name\nxj.a,65,甲\n".as_bytes(),
            "看不出是哪张表",
        ),
    ];
    for (name, bytes, sentence) in files {
        let page = judged(&admin, &[(name, bytes)]).await;
        page.has(sentence);
        assert!(page.texts("main form").is_empty(), "{name}");
    }
    let nothing = sent(&[]).send(&admin, UPLOADS).await;
    nothing
        .page(StatusCode::UNPROCESSABLE_ENTITY)
        .has("请选择要导入的文件");
}

#[tokio::test]
async fn what_changed_meanwhile_is_shown_before_anything_is_written() {
    let (house, admin) = house().await;
    let file = format!(
        "{HEADER}xj.zjj,65,新疆维吾尔自治区质量技术监督局,自治区质监局,government,225,,2018-11-28,medium,seed 000; seed 003\n"
    );
    let page = judged(&admin, &[("departments.csv", file.as_bytes())]).await;
    page.has("修改 1 行");
    house
        .run("update department set source = '公开资料' where code = 'xj.zjj'")
        .await;
    let address = page.answer().address.clone();
    let page = page
        .form(&address)
        .press("确认写入")
        .await
        .page(StatusCode::CONFLICT);
    page.has("单位库在您打开页面之后有变化");
    page.row("xj.zjj")
        .has("来源：公开资料 → seed 000; seed 003");
    let order: i32 = house
        .value("select display_order from department where code = 'xj.zjj'")
        .await;
    assert_eq!(order, 220);
}
