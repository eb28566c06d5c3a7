//! This house turns policy documents into work that somebody answers for.
//!
//! Data flows one way. Text enters at [`intake`], is read by [`document`], its names become departments by
//! [`registry`], it is judged in [`review`], written by [`import`], asked for in `store` and shown by `web`; what
//! leaves otherwise goes through [`output`]; what happens unasked, by the clock, is done in [`telling`]. [`domain`] holds the words and rules that all of them speak in.
//!
//! ```text
//! bytes ─intake─▶ text ─document─▶ tree + findings ─registry, review─▶ proposal ─import─▶ rows ─store─▶ records ─web─▶ HTML
//! ```
//!
//! What is deliberately absent: nothing in `document`, `registry` or `review` touches a file, a clock, a database or
//! a page; no SQL stands outside `store`; only `web::clock` reads the clock and only `config` the environment.
//! `tests/tidy.rs` keeps these walls.

pub mod domain;

pub mod intake;

pub mod document;

pub mod registry;

pub mod review;

pub mod import;

pub mod store;

pub mod output;

pub mod web;

pub mod telling;

pub mod postgres;

pub mod config;

pub mod command;
