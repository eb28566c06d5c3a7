//! A table as lines: title rows above it, one header row, one line a row.
//!
//! A cell merged downwards is repeated in every row it covers, so that each row says all that holds for it; a cell
//! merged sideways stands in its first column. Two rows of header become one.

use super::Refusal;
use super::block::{self, Block, Table};
use super::cell_text;
use super::limit::{self, Excess};

/// How a table is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Lines, cells between tabs.
    Rows(Vec<String>),
    /// Not a table but a way to lay out a page: its cells are read one after the other.
    Layout,
}

/// Writes a table.
///
/// # Errors
///
/// When cells that cover very many rows make it too long.
pub(super) fn written(table: &Table) -> Result<Written, Refusal> {
    let rows = Rows::of(table);
    let header = rows.header();
    if rows.width <= 1 || (header.is_none() && rows.lays_out(table)) {
        return Ok(Written::Layout);
    }
    if header.is_none() && rows.is_list() {
        return Ok(Written::Rows(
            rows.grid.iter().filter_map(|row| rows.pair(row)).collect(),
        ));
    }
    let top = header.unwrap_or(0);
    let mut lines: Vec<String> = rows.grid[..top]
        .iter()
        .filter_map(|row| rows.title(row))
        .collect();
    let body = top + rows.header_rows(top, table.header);
    lines.push(rows.names(top..body).join("\t"));
    let end = rows.end(body);
    let mut length = 0;
    for row in rows.grid[body..end]
        .iter()
        .filter(|row| !rows.is_blank(row))
    {
        let line = rows.line(row);
        length += line.len();
        if length > limit::TEXT {
            return Err(Refusal::Excess(Excess::Text));
        }
        lines.push(line);
    }
    lines.extend(rows.grid[end..].iter().filter_map(|row| rows.title(row)));
    Ok(Written::Rows(lines))
}

/// The places of a table that show, and the text of each cell.
struct Rows {
    texts: Vec<String>,
    grid: Vec<Vec<Option<usize>>>,
    width: usize,
}

impl Rows {
    fn of(table: &Table) -> Self {
        let width = table.grid.iter().map(Vec::len).max().unwrap_or(0);
        let begins = |row: &Vec<Option<usize>>, column: usize| {
            let here = row.get(column).copied().flatten();
            here.is_some() && (column == 0 || row.get(column - 1).copied().flatten() != here)
        };
        // A column in which no cell begins is only the far side of wide ones.
        let columns: Vec<usize> = (0..width)
            .filter(|column| table.grid.iter().any(|row| begins(row, *column)))
            .collect();
        let grid = table
            .grid
            .iter()
            .map(|row| {
                columns
                    .iter()
                    .map(|column| row.get(*column).copied().flatten())
                    .collect()
            })
            .collect();
        let texts = table.cells.iter().map(|cell| {
            let mut lines = Vec::new();
            block::lines(cell, &mut lines);
            cell_text::join(&lines)
        });
        Self {
            texts: texts.collect(),
            grid,
            width: columns.len(),
        }
    }

    fn text(&self, cell: Option<usize>) -> &str {
        cell.and_then(|cell| self.texts.get(cell))
            .map_or("", String::as_str)
    }

    /// The text of each column; a wide cell shows in its first.
    fn shown<'r>(&'r self, row: &'r [Option<usize>]) -> impl Iterator<Item = &'r str> {
        row.iter().enumerate().map(|(column, cell)| {
            let again = column > 0 && row[column - 1] == *cell;
            if again { "" } else { self.text(*cell) }
        })
    }

    fn is_blank(&self, row: &[Option<usize>]) -> bool {
        self.shown(row).all(str::is_empty)
    }

    fn line(&self, row: &[Option<usize>]) -> String {
        self.shown(row).collect::<Vec<_>>().join("\t")
    }

    /// A row outside the table proper, as a line of text: `单位：万元`, `填报单位：…　填报日期：…`.
    fn title(&self, row: &[Option<usize>]) -> Option<String> {
        let parts: Vec<&str> = self.shown(row).filter(|text| !text.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join("　"))
    }

    /// Rows of at most two cells: 版记, or labels with what they label.
    fn is_list(&self) -> bool {
        self.grid.iter().all(|row| self.filled(row) <= 2)
    }

    /// `牵头单位` beside `市教育局` is a label; anything else stands side by side.
    fn pair(&self, row: &[Option<usize>]) -> Option<String> {
        let parts: Vec<&str> = self.shown(row).filter(|text| !text.is_empty()).collect();
        match parts[..] {
            [label, value] if is_column_name(label) => Some(format!("{label}：{value}")),
            [label, value] if label.ends_with('：') => Some(format!("{label}{value}")),
            _ => self.title(row),
        }
    }

    /// How many cells of a row say something.
    fn filled(&self, row: &[Option<usize>]) -> usize {
        self.shown(row).filter(|text| !text.is_empty()).count()
    }

    /// The first row whose cells are names of columns.
    fn header(&self) -> Option<usize> {
        self.grid.iter().take(30).position(|row| {
            let names = self.shown(row).filter(|text| is_column_name(text)).count();
            names >= 2 && names * 2 > self.filled(row)
        })
    }

    /// A header is of several rows when it has cells that reach down beside cells that are divided.
    fn header_rows(&self, top: usize, marked: usize) -> usize {
        let mut rows = 1;
        while let (Some(row), Some(next)) =
            (self.grid.get(top + rows - 1), self.grid.get(top + rows))
        {
            let wide = row
                .windows(2)
                .any(|pair| pair[0].is_some() && pair[0] == pair[1]);
            let reaches = row
                .iter()
                .zip(next)
                .any(|(upper, lower)| upper.is_some() && upper == lower);
            if !(reaches && (wide || marked > top + rows)) || rows == 4 {
                break;
            }
            rows += 1;
        }
        rows
    }

    /// The names of the columns: the lowest that says what it is, otherwise with the one above before it.
    fn names(&self, rows: std::ops::Range<usize>) -> Vec<String> {
        let single = rows.len() == 1;
        if single {
            return self
                .shown(&self.grid[rows.start])
                .map(str::to_owned)
                .collect();
        }
        (0..self.width)
            .map(|column| {
                let mut name = String::new();
                let mut last = None;
                for row in &self.grid[rows.clone()] {
                    if row[column] != last {
                        let lower = self.text(row[column]);
                        if is_column_name(lower) {
                            name.clear();
                        }
                        name.push_str(lower);
                    }
                    last = row[column];
                }
                name
            })
            .collect()
    }

    /// Where the rows end and remarks below them begin: `注：…`, `说明：…` over the whole width.
    fn end(&self, body: usize) -> usize {
        let remark = |row: &Vec<Option<usize>>| {
            let mut texts = self.shown(row).filter(|text| !text.is_empty());
            match (texts.next(), texts.next()) {
                (Some(only), None) => ["注", "备注", "说明", "填表"]
                    .iter()
                    .any(|word| only.starts_with(word)),
                (None, _) => true,
                _ => false,
            }
        };
        let below = self.grid[body..]
            .iter()
            .rev()
            .take_while(|row| remark(row))
            .count();
        self.grid.len() - below
    }

    /// A table without names of columns that holds running text or other tables.
    fn lays_out(&self, table: &Table) -> bool {
        let nested = |cell: &Vec<Block>| {
            cell.iter().any(|block| matches!(block, Block::Table(_)))
                || cell
                    .iter()
                    .filter(
                        |block| matches!(block, Block::Paragraph(text) if !text.trim().is_empty()),
                    )
                    .count()
                    > 3
        };
        table.cells.iter().any(nested) || self.texts.iter().any(|text| text.chars().count() > 300)
    }
}

/// `序号`, `工作任务`, `责任单位（科室）`, `2025年目标`.
fn is_column_name(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "序号", "编号", "任务", "单位", "部门", "时限", "时间", "内容", "指标", "目标", "责任",
        "牵头", "配合", "备注", "事项", "措施", "项目", "类别", "分类", "领域", "领导", "进度",
        "名称", "属性", "主体", "要求", "类型", "节点", "举措", "工作", "完成", "年份",
    ];
    let name = text.split(['（', '(']).next().unwrap_or(text);
    let length = name.chars().filter(|c| !c.is_whitespace()).count();
    let squeezed: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    (1..=12).contains(&length)
        && !name.contains(['。', '，', '；', '：', '《'])
        && (WORDS.iter().any(|word| squeezed.contains(word)) || is_year(&squeezed))
}

fn is_year(name: &str) -> bool {
    name.strip_suffix('年')
        .is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::block::Budget;

    /// A table from rows of cells `text`, `text*columns` or `text*columns*rows`.
    fn table(rows: &[&[&str]]) -> Table {
        let mut table = Table::default();
        let mut budget = Budget::default();
        for row in rows {
            table.begin_row(&mut budget).expect("room");
            for cell in *row {
                let mut parts = cell.split('*');
                let text = parts.next().unwrap_or_default();
                let mut span = || {
                    parts
                        .next()
                        .map_or(1, |span| span.parse().expect("a number"))
                };
                let (columns, rows) = (span(), span());
                let blocks = vec![Block::Paragraph(text.to_owned())];
                table
                    .cell(blocks, columns, rows, &mut budget)
                    .expect("room");
            }
        }
        table
    }

    #[track_caller]
    fn check(rows: &[&[&str]], lines: &[&str]) {
        let lines = lines.iter().map(|line| line.replace('|', "\t")).collect();
        assert_eq!(written(&table(rows)), Ok(Written::Rows(lines)));
    }

    #[test]
    fn merged_cells_hold_for_every_row_they_cover() {
        check(
            &[
                &["类别", "序号", "工作任务", "责任单位"],
                &["质量*1*2", "1", "开展行动。", "市质监局*1*2"],
                &["2", "建立制度。"],
                &["合计*3", "两项"],
            ],
            &[
                "类别|序号|工作任务|责任单位",
                "质量|1|开展行动。|市质监局",
                "质量|2|建立制度。|市质监局",
                "合计|||两项",
            ],
        );
    }

    #[test]
    fn titles_above_and_remarks_below_are_no_rows() {
        check(
            &[
                &["重点任务分解表*3"],
                &["填报单位：市政府*2", "2024年3月"],
                &["序号", "任务内容", "责任单位"],
                &["一、产业发展*3"],
                &["1", "新建厂房。", "市工信局"],
                &["", "", ""],
                &["注：以上任务年底前完成。*3"],
            ],
            &[
                "重点任务分解表",
                "填报单位：市政府　2024年3月",
                "序号|任务内容|责任单位",
                "一、产业发展||",
                "1|新建厂房。|市工信局",
                "注：以上任务年底前完成。",
            ],
        );
    }

    #[test]
    fn a_header_of_two_rows_becomes_one() {
        check(
            &[
                &["序号*1*2", "任务*1*2", "责任单位*2", "完成情况*2"],
                &["牵头单位", "配合单位", "上半年", "全年"],
                &["1", "开展行动。", "甲局", "乙局", "", ""],
            ],
            &[
                "序号|任务|牵头单位|配合单位|完成情况上半年|完成情况全年",
                "1|开展行动。|甲局|乙局||",
            ],
        );
    }

    #[test]
    fn columns_that_only_wide_cells_cover_are_dropped() {
        check(
            &[&["序号", "任务*2", "单位"], &["1", "开展行动。*2", "甲局"]],
            &["序号|任务|单位", "1|开展行动。|甲局"],
        );
    }

    #[test]
    fn rows_of_two_are_lines() {
        check(
            &[
                &["抄送：各人民团体。*2"],
                &["某市人民政府办公室", "2024年3月1日印发"],
                &["牵头单位", "市教育局"],
                &["联系人：", "办公室"],
            ],
            &[
                "抄送：各人民团体。",
                "某市人民政府办公室　2024年3月1日印发",
                "牵头单位：市教育局",
                "联系人：办公室",
            ],
        );
    }

    #[test]
    fn a_table_that_lays_out_a_page_is_none() {
        let long = "一".repeat(400);
        let narrow: &[&[&str]] = &[&["通知"], &["正文"]];
        let wordy: &[&[&str]] = &[&["左栏", &long]];
        for rows in [narrow, wordy, &[]] {
            assert_eq!(written(&table(rows)), Ok(Written::Layout));
        }
    }
}
