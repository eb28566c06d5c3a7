-- A calendar program cannot sign in; it knows a secret address instead, one for each person.

create table calendar_token (
    user_id    bigint      primary key references user_account (id),
    -- SHA-256 of the secret: who reads the table cannot read the calendar with it.
    token_hash bytea       not null,
    created_at timestamptz not null,
    constraint calendar_token_key unique (token_hash)
);
