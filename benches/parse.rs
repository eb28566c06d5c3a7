//! How fast a document is read: the five seeds repeated to 1 MB and to 10 MB, on one core.
//!
//! `cargo bench --bench parse`. The bar is 30 MB/s at 10 MB, and the same speed at both sizes: reading is linear. What is
//! measured is the time on the processor, so that other work on the machine does not count.

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const SEEDS: [&str; 5] = [
    include_str!("../seed-data/documents/新疆-2017-05-实施质量强区战略任务分工.txt"),
    include_str!("../seed-data/documents/新疆-2017-02-关于实施质量强区战略的决定.txt"),
    include_str!("../seed-data/documents/新疆-2015-05-贯彻质量发展纲要2015年行动计划实施方案.txt"),
    include_str!("../seed-data/documents/新疆-日期不详-开展质量提升行动的实施意见.txt"),
    include_str!("../seed-data/documents/宁夏-2014-省级政府质量工作考核分工方案.txt"),
];

/// The seeds, one after the other, again and again.
fn repeated(bytes: usize) -> String {
    let once = SEEDS.join("\n\n");
    once.repeat(bytes / once.len() + 1)
}

/// Time that this thread has spent on a processor; wall time where the system does not tell.
struct ProcessorTime(WallTime);

fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

enum Start {
    Processor(Duration),
    Wall(<WallTime as Measurement>::Intermediate),
}

impl Measurement for ProcessorTime {
    type Intermediate = Start;
    type Value = Duration;

    fn start(&self) -> Start {
        on_processor().map_or_else(|| Start::Wall(self.0.start()), Start::Processor)
    }

    fn end(&self, start: Start) -> Duration {
        match start {
            Start::Processor(before) => on_processor().unwrap_or(before) - before,
            Start::Wall(start) => self.0.end(start),
        }
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        self.0.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self.0.formatter()
    }
}

fn parse(c: &mut Criterion<ProcessorTime>) {
    let mut group = c.benchmark_group("parse");
    group.sample_size(10);
    for megabytes in [1, 10] {
        let text = repeated(megabytes * 1_000_000);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{megabytes} MB"), |b| {
            b.iter(|| fengong::document::parse(black_box(&text)))
        });
    }
    group.finish();
}

criterion_group!(
    name = benches;
    config = Criterion::default().with_measurement(ProcessorTime(WallTime));
    targets = parse
);
criterion_main!(benches);
