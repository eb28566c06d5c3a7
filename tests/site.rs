//! Every route, walked by everybody: who may come in, that every page holds what all pages hold, and that every link
//! on it leads somewhere.

use std::collections::{BTreeSet, VecDeque};

use axum::http::{Method, StatusCode};
use fengong::domain::{Action, Post};
use fengong::web::access::Access;
use fengong::web::routes::{self, Route};

use crate::support::page::Part;
use crate::support::upload::{Upload, bring, prove};
use crate::support::{Answer, House, Report, Visitor};

/// A text to review, so that its pages are there.
const TEXT: &str = "新疆维吾尔自治区标准化工作任务分工\n一、标准体系\n（一）制定标准。制定地方标准。开展试点。（自治区质监局牵头）\n";

/// A visitor and the post that decides what is open to it.
struct Actor {
    visitor: Visitor,
    post: Option<Post>,
}

/// The site with a report in every state, and everybody who may visit it.
struct Town {
    house: House,
    actors: Vec<Actor>,
    report: i64,
    /// What proves it.
    evidence: i64,
    /// A text under review, and the characters of its first item.
    import: (String, String),
    /// A change of duties.
    change: i64,
    /// Tables of the registry that were uploaded.
    upload: String,
    /// A workbook that was brought back.
    workbook: i64,
    /// The secret address of the clerk's calendar.
    calendar: String,
}

impl Town {
    async fn new() -> Self {
        let house = House::new().await;
        let clerk = house.clerk_of("自治区质监局").await;
        let office = house.office_of("新疆").await;
        Report::on(&clerk, house.item("000", "一·第1条").await)
            .save()
            .await
            .follow()
            .await;
        let item = async |locus: &str| house.item("000", locus).await;
        let accepted = Report::on(&clerk, item("一·第2条").await).send().await;
        let answer = office
            .post(
                &format!("/reports/{accepted}/acceptance"),
                &[("version", "2")],
            )
            .await;
        answer.location();
        let returned = Report::on(&clerk, item("一·第5条").await).send().await;
        let fields = [("version", "2"), ("reason", "请补充说明数据来源。")];
        let answer = office
            .post(&format!("/reports/{returned}/return"), &fields)
            .await;
        answer.location();
        let brands = item("一·第6条").await;
        Report::on(&clerk, brands).save().await.location();
        let evidence = prove(&house, &clerk, brands).await;
        let report = Report::on(&clerk, brands).send().await;
        let workbook = clerk.ask("/todo/workbook.xlsx").await.body;
        let upload = Upload::default().file("file", "填报.xlsx", &workbook);
        let brought = upload.send(&clerk, "/todo/workbook").await;
        let workbook = brought
            .location()
            .trim_start_matches("/todo/workbook/")
            .to_owned();
        let address = format!("/items/{brands}/request?kind=objection");
        let fields = [("reason", "对亮灯的结论有不同意见。")];
        clerk.post(&address, &fields).await.location();
        let elsewhere = house.clerk_of("宁夏回族自治区质量技术监督局").await;
        let admin = house.admin().await;
        let import = bring(&admin, TEXT).await;
        let sheet = admin.get(&format!("{import}?part=1")).await;
        let split = sheet.link("拆分");
        let characters = split.split_once('?').expect("characters").1.to_owned();
        let import = (
            import.trim_start_matches("/imports/").to_owned(),
            characters,
        );
        // 检验检疫局 went into the customs in April 2018.
        let inspection = house.department("新疆出入境检验检疫局").await;
        let address = format!("/registry/handovers/{inspection}");
        let page = admin.get(&address).await;
        let button = page.texts("main form button").remove(0);
        page.form(&address).press(&button).await.location();
        let change = house.value("select max(id) from duty_change").await;
        let tables = Upload::default().file("file", "单位.csv", b"code,jurisdiction\n");
        let upload = tables.send(&admin, "/registry/uploads").await;
        let upload = upload
            .location()
            .trim_start_matches("/registry/uploads/")
            .to_owned();
        let answer = clerk.post("/notices/calendar", &[("do", "make")]).await;
        let page = answer.page(StatusCode::OK);
        let shown = page.part("#calendar-address");
        let calendar = shown.attr("value").expect("an address");
        let calendar = calendar.rsplit('/').next().expect("a name").to_owned();
        house
            .run(
                "insert into job (kind, key, state, run_at, planned_at, finished_at, last_error)
                 values ('housekeeping', '2018-06-19', 'failed', now(), now(), now(), '没有应答')",
            )
            .await;
        let actors = vec![
            (house.stranger(), None),
            (clerk, Some(Post::Clerk)),
            (
                house.reviewer_of("自治区质监局").await,
                Some(Post::Reviewer),
            ),
            (house.clerk_of("自治区农业厅").await, Some(Post::Clerk)),
            (elsewhere, Some(Post::Clerk)),
            (office, Some(Post::Office)),
            (house.leader_of("新疆").await, Some(Post::Leader)),
            (admin, Some(Post::Admin)),
            (house.auditor().await, Some(Post::Auditor)),
        ];
        let actors = actors
            .into_iter()
            .map(|(visitor, post)| Actor { visitor, post })
            .collect();
        Self {
            house,
            actors,
            report,
            evidence,
            import,
            workbook: workbook.parse().expect("a key"),
            change,
            upload,
            calendar,
        }
    }

    /// An address for a route: its parameters are keys of 新疆 that are there.
    async fn address(&self, route: &Route) -> String {
        let mut address = route.path.to_owned();
        while let Some((before, rest)) = address.split_once('{') {
            let (name, after) = rest.split_once('}').expect("a parameter has an end");
            let value = self.parameter(name).await;
            address = format!("{before}{value}{after}");
        }
        if route.path.ends_with("/item") || route.path.ends_with("/split") {
            address = format!("{address}?{}", self.import.1);
        }
        address
    }

    async fn parameter(&self, name: &str) -> String {
        let key: i64 = match name {
            "item" => self.house.item("000", "一·第6条").await,
            "report" => self.report,
            "evidence" => self.evidence,
            "target" => {
                self.of("select x.target_id from item_target x where x.item_id = ")
                    .await
            }
            "document" => self.of("select document_id from item where id = ").await,
            "department" => self.house.department("自治区质监局").await,
            "request" => self.house.value("select id from request").await,
            "link" => self.house.value("select id from document_link").await,
            "job" => self.house.value("select max(id) from job").await,
            "token" => return self.calendar.clone(),
            "notice" => self.house.value("select max(n.id) from notice n join user_account u on u.id = n.user_id where u.display_name = '自治区质监局经办人'").await,
            "region" => {
                self.house
                    .value("select id from jurisdiction where code = '65'")
                    .await
            }
            "alias" => {
                self.house
                    .value("select min(a.id) from department_alias a join department d on d.id = a.department_id where d.code = 'xj.zjj'")
                    .await
            }
            "member" => {
                self.house
                    .value("select min(r.id) from roster_member r join department d on d.id = r.collective_id where d.code = 'xj.gdz'")
                    .await
            }
            "succession" => {
                self.house
                    .value("select min(s.id) from succession s join department d on d.id = s.from_id where d.code = 'xj.zjj'")
                    .await
            }
            "change" => self.change,
            "upload" => return self.upload.clone(),
            "table" => return "aliases.csv".to_owned(),
            "schedule" => {
                self.house
                    .value("select schedule_id from document limit 1")
                    .await
            }
            "round" => return "2018-01-01".to_owned(),
            "day" => return "2018-10-01".to_owned(),
            "file" => return self.stylesheet().await,
            "import" => return self.import.0.clone(),
            "workbook" => self.workbook,
            other => panic!("no value for {{{other}}}; add one here"),
        };
        key.to_string()
    }

    /// Something of the item that the clerk has sent a report on.
    async fn of(&self, question: &str) -> i64 {
        let item = self.house.item("000", "一·第6条").await;
        self.house.value(format!("{question}{item}")).await
    }

    async fn stylesheet(&self) -> String {
        let page = self.house.stranger().get("/help").await;
        let href = page.part("link[rel='stylesheet']");
        let href = href.attr("href").expect("an address").to_owned();
        href.trim_start_matches("/static/").to_owned()
    }
}

/// What the access rule of a route says about a visitor.
fn open_to(access: Access, post: Option<Post>) -> bool {
    match (access, post) {
        (Access::Open | Access::Everyone, _) => true,
        (Access::SignedIn, post) => post.is_some(),
        (Access::May(action), post) => post.is_some_and(|post| post.may(action)),
    }
}

/// True when a visitor was sent to sign in.
fn is_turned_away(answer: &Answer) -> bool {
    answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/sign-in?next=")
}

async fn ask(actor: &Actor, method: &str, address: &str) -> Answer {
    match method {
        "GET" => actor.visitor.ask(address).await,
        "POST" => actor.visitor.post(address, &[]).await,
        other => panic!("nobody knows how to {other}"),
    }
}

#[tokio::test]
async fn every_route_lets_in_whom_it_says_and_nobody_else() {
    let town = Town::new().await;
    for route in routes::table() {
        let address = town.address(&route).await;
        for method in route.methods {
            for actor in &town.actors {
                // Signing out would end the walk.
                if address == "/sign-out" && actor.post.is_some() {
                    continue;
                }
                let answer = ask(actor, method, &address).await;
                let wanted = match (open_to(route.access, actor.post), actor.post) {
                    (true, _) => {
                        !is_turned_away(&answer)
                            && answer.status != StatusCode::FORBIDDEN
                            && answer.status != StatusCode::UNAUTHORIZED
                    }
                    (false, Some(_)) => answer.status == StatusCode::FORBIDDEN,
                    (false, None) => is_turned_away(&answer),
                };
                assert!(wanted, "{:?}: {answer}", route.access);
                assert!(!answer.status.is_server_error(), "{answer}");
            }
        }
    }
}

#[tokio::test]
async fn every_page_is_there_for_whom_it_is_meant() {
    let town = Town::new().await;
    let mut pages = 0;
    for route in routes::table() {
        if !route.methods.contains(&"GET") {
            continue;
        }
        let address = town.address(&route).await;
        for actor in &town.actors {
            if !open_to(route.access, actor.post) {
                continue;
            }
            let answer = ask(actor, "GET", &address).await;
            let own = actor.visitor.name().starts_with("自治区质监局");
            let known = match (route.access, actor.post) {
                // The form is that of the department; the keys are of 新疆.
                (Access::May(Action::Report), Some(_)) if route.path.contains('{') => own,
                // Those who report see the requests of their own department.
                (_, Some(post))
                    if route.path == "/requests/{request}" && post.may(Action::Report) =>
                {
                    own
                }
                // What one person was told is nobody else's.
                (Access::SignedIn, Some(_)) if route.path.contains('{') => {
                    actor.visitor.name() == "自治区质监局经办人"
                }
                (_, Some(_)) if route.path.contains('{') => {
                    !actor.visitor.name().starts_with("宁夏")
                        || route.path.starts_with("/static")
                        || route.path.starts_with("/calendar")
                }
                _ => true,
            };
            let wanted = match known {
                true => answer.status == StatusCode::OK || answer.status == StatusCode::SEE_OTHER,
                false => answer.status == StatusCode::NOT_FOUND,
            };
            assert!(wanted, "{answer}");
            pages += 1;
        }
    }
    assert!(pages > 100, "only {pages} pages were opened");
}

#[tokio::test]
async fn no_parameter_makes_a_mistake_of_ours() {
    let town = Town::new().await;
    let office = &town.actors[5];
    for route in routes::table()
        .iter()
        .filter(|route| route.path.contains('{'))
    {
        for nonsense in [
            "0",
            "-1",
            "9223372036854775808",
            "abc",
            "1%20or%201",
            "%E4%BA%8B",
            "1;--",
        ] {
            let start = route.path.find('{').expect("a parameter");
            let end = route.path.find('}').expect("its end");
            let address = format!(
                "{}{nonsense}{}",
                &route.path[..start],
                &route.path[end + 1..]
            );
            for method in route.methods {
                let answer = ask(office, method, &address).await;
                assert!(answer.status.is_client_error(), "{answer}");
            }
        }
    }
}

#[tokio::test]
async fn no_query_makes_a_mistake_of_ours() {
    let town = Town::new().await;
    let queries = [
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=9223372036854775807",
        "page=abc",
        "document=abc",
        "document=1&document=2",
        "department=-1",
        "progress=wonderful",
        "kind=%00",
        "sort=;drop%20table",
        "words=%27%20or%201=1--",
        "words=%25%5F%5C",
        "%FF=%FE",
        "&&&===",
        "period=2018-99-99",
        "from=last",
    ];
    for route in routes::table() {
        if !route.methods.contains(&"GET") || route.path.starts_with("/static") {
            continue;
        }
        let address = town.address(&route).await;
        let mut signed_in = town.actors.iter().filter(|actor| actor.post.is_some());
        let actor = signed_in.find(|actor| open_to(route.access, actor.post));
        let actor = actor.expect("every route is open to somebody");
        for query in queries {
            let answer = ask(actor, "GET", &format!("{address}?{query}")).await;
            assert!(!answer.status.is_server_error(), "{answer}");
        }
    }
}

#[tokio::test]
async fn every_link_on_every_page_leads_to_a_page() {
    let town = Town::new().await;
    // One of each kind of post; a leader's links are an office's.
    for actor in [0, 1, 5, 7, 8].map(|index| &town.actors[index]) {
        let mut seen = BTreeSet::new();
        let mut waiting = VecDeque::from(["/".to_owned(), "/help".to_owned()]);
        // One page of every kind with every set of query fields is opened; a thousand items look alike.
        let mut kinds = BTreeSet::new();
        while let Some(address) = waiting.pop_front() {
            if !seen.insert(address.clone()) || !kinds.insert(kind(&address)) {
                continue;
            }
            let answer = actor.visitor.ask(&address).await;
            match answer.status {
                StatusCode::OK => {}
                StatusCode::SEE_OTHER => {
                    waiting.push_back(answer.location().to_owned());
                    continue;
                }
                _ => panic!("a link leads to {answer}"),
            }
            if answer.is_html() {
                let page = answer.page(StatusCode::OK);
                let links = page.links().into_iter();
                waiting.extend(links.filter(|link| link.starts_with('/')).map(|link| {
                    let end = link.find('#').unwrap_or(link.len());
                    link[..end].to_owned()
                }));
            }
        }
        assert!(kinds.len() > 1, "{:?} saw only {kinds:?}", actor.visitor);
    }
}

/// An address without its keys and values: `/items/7?page=2` is `/items/#?page`.
fn kind(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path: String = path
        .split('/')
        .map(|part| {
            if part.parse::<i64>().is_ok() {
                "#"
            } else {
                part
            }
        })
        .collect::<Vec<_>>()
        .join("/");
    let names: Vec<&str> = query
        .split('&')
        .map(|pair| pair.split('=').next().unwrap_or(pair))
        .collect();
    format!("{path}?{}", names.join("&"))
}

#[tokio::test]
async fn the_navigation_shows_what_a_person_may_open_and_nothing_else() {
    let town = Town::new().await;
    for actor in town.actors.iter().filter(|actor| actor.post.is_some()) {
        let page = actor.visitor.get("/help").await;
        let links: BTreeSet<String> = page
            .parts("nav[aria-label='主菜单'] a")
            .into_iter()
            .filter_map(|link| link.attr("href").map(str::to_owned))
            .collect();
        assert!(links.len() > 2, "{:?}: {links:?}", actor.visitor);
        for link in links {
            let answer = actor.visitor.ask(&link).await;
            assert_eq!(answer.status, StatusCode::OK, "{answer}");
        }
    }
}

#[tokio::test]
async fn an_address_that_is_not_there_is_a_page_with_a_way_on() {
    let town = Town::new().await;
    for actor in &town.actors {
        for address in [
            "/nowhere",
            "/items/",
            "/items/1/2/3",
            "/.env",
            "/sign-in/",
            "//items",
        ] {
            let answer = actor.visitor.ask(address).await;
            let page = answer.page(StatusCode::NOT_FOUND);
            page.has("没有找到");
            assert!(!page.links().is_empty());
        }
    }
}

#[tokio::test]
async fn a_method_that_a_route_does_not_know_is_refused_with_a_page() {
    let town = Town::new().await;
    let admin = &town.actors[7].visitor;
    for route in routes::table() {
        let address = town.address(&route).await;
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
        ] {
            if route.methods.contains(&method.as_str()) {
                continue;
            }
            let request = admin
                .request(method, &address)
                .header("sec-fetch-site", "same-origin");
            let answer = admin
                .send(request.body(axum::body::Body::empty()).unwrap())
                .await;
            let wanted = match open_to(route.access, Some(Post::Admin)) {
                true => StatusCode::METHOD_NOT_ALLOWED,
                false => StatusCode::FORBIDDEN,
            };
            assert_eq!(answer.status, wanted, "{answer}");
        }
    }
}

#[test]
fn paths_are_kebab_case_and_access_is_open_only_where_it_must_be() {
    let mut open = Vec::new();
    for route in routes::table() {
        let plain = route.path.replace(['{', '}'], "");
        let kebab = |c: char| c.is_ascii_lowercase() || matches!(c, '/' | '-' | '.');
        assert!(plain.chars().all(kebab), "{}", route.path);
        assert!(!route.methods.is_empty(), "{}", route.path);
        if matches!(route.access, Access::Open | Access::Everyone) {
            open.push(route.path);
        }
    }
    assert_eq!(
        open,
        [
            "/sign-in",
            "/preferences",
            "/help",
            "/calendar/{token}",
            "/static/{file}",
            "/health"
        ],
        "a route that asks nothing of its visitor is a conscious act"
    );
}
