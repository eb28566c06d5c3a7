-- 消息: what a person is told, in the product and, where wanted, by e-mail; and 提醒 with its memory.

-- What is also sent by e-mail. Without a row a person gets none.
create table notice_preference (
    user_id    bigint      primary key references user_account (id),
    address    text        not null,
    -- Codes of the kinds of notice.
    kinds      text[]      not null,
    changed_at timestamptz not null
);

-- One e-mail to one person, with every notice that had come up. A job of kind mail sends it.
create table letter (
    id         bigserial   primary key,
    user_id    bigint      not null references user_account (id),
    address    text        not null,
    created_at timestamptz not null,
    sent_at    timestamptz
);

create table notice (
    id            bigserial   primary key,
    user_id       bigint      not null references user_account (id),
    kind          text        not null,
    -- Where it leads, and from where it takes its words.
    item_id       bigint      references item (id),
    report_id     bigint      references report (id),
    document_id   bigint      references document (id),
    department_id bigint      references department (id),
    -- How many things it is about, where it stands for several.
    count         integer     not null default 1,
    -- A summary that does not follow from what it is about: the digest of a day's reminders.
    title         text        not null default '',
    -- Why, in the words of whoever caused it. Never sent by e-mail.
    note          text        not null default '',
    created_at    timestamptz not null,
    read_at       timestamptz,
    -- The person wanted this kind by e-mail when it came up.
    mailable      boolean     not null,
    letter_id     bigint      references letter (id)
);
create index notice_by_user on notice (user_id, id);
create index notice_unread on notice (user_id, id) where read_at is null;
create index notice_unmailed on notice (created_at) where mailable and letter_id is null;
create index notice_by_letter on notice (letter_id) where letter_id is not null;

-- Of what each person was reminded, so that nobody is reminded of the same twice. Rows of a day become one notice.
create table reminder (
    id            bigserial primary key,
    user_id       bigint    not null references user_account (id),
    department_id bigint    not null references department (id),
    -- round:quarter:2018-04-01 or item:17:2018-12-31.
    matter        text      not null,
    -- Days from the due day: -7 is a week before, 1 the day after.
    step          integer   not null,
    due_on        date      not null,
    -- How many reports are missing.
    open          integer   not null,
    day           date      not null,
    notice_id     bigint    references notice (id),
    constraint reminder_key unique (user_id, department_id, matter, step)
);
create index reminder_by_user on reminder (user_id, day);
create index reminder_untold on reminder (user_id) where notice_id is null;
create index reminder_by_department on reminder (department_id, due_on);

-- Whom to tell: the office of a region.

create index user_grant_by_post on user_grant (post, jurisdiction_id) where department_id is null;
