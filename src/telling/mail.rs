//! E-mail: one letter a person, in plain text, with titles and links and nothing else.
//!
//! A letter is sent once for every time that the mail server says it has taken it. The attempt is written before the
//! letter is handed over and its end after, so a letter is lost in no case; when an instance dies between the server's
//! yes and our note of it, or that yes does not arrive, it is sent again. Its Message-ID is the same both times, by
//! which mail servers and programs know it for one.

use chrono::Duration;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sqlx::PgConnection;

use super::fault::Fault;
use crate::store::letters::{self, Letter};
use crate::store::notices::{self, NoticeLine};
use crate::web::clock::Clock;
use crate::web::paths;

/// Longer than a mail server that answers at all takes to answer; shorter than a claim.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// Notices that are older than this when a letter could be written are not worth one: e-mail was off, or away.
pub(super) const FRESH: Duration = Duration::days(3);

/// Notices that go into letters at one look at the table.
pub(super) const MOST: i64 = 1000;

/// Notices that one letter lists; more are counted.
const LISTED: i64 = 20;

/// Where letters go and in whose name.
#[derive(Debug, Clone)]
pub struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    site: String,
    name: String,
}

impl Postman {
    /// A postman who takes letters to the server at `smtp`, from the address `from`, with links to the site at `url`,
    /// which is called `name`.
    ///
    /// # Errors
    ///
    /// When an address cannot be understood.
    pub fn new(smtp: &str, from: &str, url: &str, name: &str) -> anyhow::Result<Self> {
        let address: lettre::Address = from
            .parse()
            .map_err(|error| anyhow::anyhow!("发件地址“{from}”无法使用：{error}"))?;
        let domain = address.domain().to_owned();
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp)
            .map_err(|error| anyhow::anyhow!("邮件服务器的地址无法使用：{error}"))?
            .hello_name(ClientId::Domain(domain))
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self {
            transport,
            from: Mailbox::new(Some(name.to_owned()), address),
            site: url.trim_end_matches('/').to_owned(),
            name: name.to_owned(),
        })
    }

    /// Sends a letter, unless it was sent or is wanted no more; says what became of it.
    pub(super) async fn deliver(
        &self,
        db: &mut PgConnection,
        letter: i64,
        clock: &Clock,
    ) -> Result<String, Fault> {
        let Some(letter) = letters::find(db, letter).await? else {
            return Ok("没有这封邮件".to_owned());
        };
        let asked = notices::Asked {
            letter: Some(letter.id),
            ..notices::Asked::default()
        };
        let lines = notices::newest(db, letter.user_id, asked, LISTED).await?;
        if letter.sent {
            return Ok("此前已发送".to_owned());
        }
        if letter.unwanted || lines.iter().all(|line| line.read) {
            return Ok("已不需要发送".to_owned());
        }
        let message = self.message(&letter, &lines).map_err(Fault::Lasting)?;
        self.transport.send(message).await.map_err(refused)?;
        letters::sent(db, letter.id, clock.machine()).await?;
        Ok(format!("已发送，{} 条消息", lines.len()))
    }

    fn message(&self, letter: &Letter, lines: &[NoticeLine]) -> anyhow::Result<Message> {
        let domain = self.from.email.domain();
        let written = letter.created_at.timestamp_micros();
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Ok(Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.address.parse()?))
            .message_id(Some(format!("<{}.{written}@{domain}>", letter.id)))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .subject(self.subject(lines))
            .singlepart(
                SinglePart::builder()
                    .header(ContentType::TEXT_PLAIN)
                    .body(self.text(lines)),
            )?)
    }

    fn subject(&self, lines: &[NoticeLine]) -> String {
        let first = lines.first().map(NoticeLine::sentence).unwrap_or_default();
        // A header is one line.
        let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
        match lines.len() {
            0 | 1 => format!("【{}】{first}", self.name),
            count => format!("【{}】{first}等 {count} 条消息", self.name),
        }
    }

    fn text(&self, lines: &[NoticeLine]) -> String {
        let mut text = format!("您在“{}”有 {} 条消息：\n\n", self.name, lines.len());
        for line in lines {
            let link = paths::notice(line.id);
            text.push_str(&format!("{}\n{}{link}\n\n", line.sentence(), self.site));
        }
        let settings = paths::NOTICE_SETTINGS;
        text.push_str(&format!(
            "这封邮件由系统自动发送，请勿回复。更改哪些消息发送邮件：{}{settings}\n",
            self.site
        ));
        text
    }
}

/// A server that says no for good will say so again; anything else may pass.
fn refused(error: lettre::transport::smtp::Error) -> Fault {
    match error.is_permanent() {
        true => Fault::Lasting(error.into()),
        false => Fault::Passing(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoticeKind;

    fn line(id: i64, title: &str) -> NoticeLine {
        NoticeLine {
            id,
            kind: NoticeKind::Returned,
            report_id: Some(5),
            item_id: None,
            document_id: None,
            department_id: None,
            count: 1,
            title: title.to_owned(),
            note: "请补充说明数据来源。".to_owned(),
            item: None,
            document: None,
            department: None,
            cycle: None,
            first_day: None,
            created_at: chrono::DateTime::UNIX_EPOCH,
            read: false,
        }
    }

    fn postman() -> Postman {
        let url = "https://fengong.example/";
        Postman::new(
            "smtp://127.0.0.1:25",
            "tongzhi@fengong.example",
            url,
            "分工",
        )
        .expect("understood")
    }

    #[test]
    fn a_letter_holds_titles_and_links_and_nothing_else() {
        let lines = [line(12, "甲\r\nBcc: all@example.org"), line(13, "乙")];
        let postman = postman();
        assert_eq!(
            postman.subject(&lines),
            "【分工】甲 Bcc: all@example.org等 2 条消息"
        );
        let text = postman.text(&lines);
        assert!(
            text.contains("https://fengong.example/notices/12\n"),
            "{text}"
        );
        assert!(!text.contains("数据来源"), "{text}");
    }

    #[test]
    fn a_letter_is_the_same_letter_when_it_is_sent_again() {
        let letter = Letter {
            id: 7,
            user_id: 1,
            address: "jingban@zjj.example".to_owned(),
            created_at: chrono::DateTime::UNIX_EPOCH,
            sent: false,
            unwanted: false,
        };
        let message = postman()
            .message(&letter, &[line(12, "甲")])
            .expect("written");
        let message = String::from_utf8(message.formatted()).expect("ASCII");
        assert!(
            message.contains("Message-ID: <7.0@fengong.example>\r\n"),
            "{message}"
        );
        assert!(
            message.contains("Auto-Submitted: auto-generated\r\n"),
            "{message}"
        );
        assert!(message.contains("To: jingban@zjj.example\r\n"), "{message}");
    }
}
