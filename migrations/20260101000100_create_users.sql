-- People, what they may do, and their sessions.

create table user_account (
    id                bigserial primary key,
    login             text        not null,
    display_name      text        not null,
    -- Argon2id in PHC form; the parameters travel with the hash.
    password_hash     text        not null,
    -- Disabled, never deleted: what a person did stays theirs.
    disabled_at       timestamptz,
    created_at        timestamptz not null,
    last_signed_in_at timestamptz,
    constraint user_account_login_key unique (login)
);

-- A post (经办人, 督查室 …) with its reach: a department, a region, or everything.
create table user_grant (
    id              bigserial primary key,
    user_id         bigint not null references user_account (id),
    post            text   not null,
    jurisdiction_id bigint references jurisdiction (id),
    department_id   bigint references department (id),
    constraint user_grant_key unique (user_id, post, jurisdiction_id, department_id)
);

create table session (
    -- SHA-256 of the cookie: who reads the table cannot sign in with it.
    token_hash   bytea       primary key,
    user_id      bigint      not null references user_account (id),
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null,
    -- The message to show once after a redirect.
    flash        text
);
create index session_by_user on session (user_id);
create index session_by_expiry on session (expires_at);

-- Failed attempts, to slow down guessing. Successes clear the login's rows.
create table sign_in_failure (
    id    bigserial primary key,
    login text        not null,
    at    timestamptz not null
);
create index sign_in_failure_by_login on sign_in_failure (login, at);
