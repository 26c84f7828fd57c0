//! What comparing two names costs, reading both included: full names in several scripts, alike and not.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rasid::names::{Name, score};

const NAMES: [(&str, &str); 8] = [
    ("Владимир Александрович Бобров", "Vladimir Alexandrovich Bobrov"),
    ("Сергей Леонидович Калинник", "Siarhei Leanidavich Kalinouski"),
    ("علی عبداللهی علیآبادی", "Ali Abdollahi Aliabadi"),
    ("فاديم كراسيكوف", "Vadim Krasikov"),
    ("عبد الرحمن بن محمد", "Mohammed bin Abdulrahman"),
    ("איתמר בן גביר", "Itamar Ben-Gvir"),
    ("Артём Дульцев", "Simon Kofe"),
    ("كراسيكوف", "Krasikov"),
];

fn names(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("names");
    group.throughput(Throughput::Elements(NAMES.len() as u64));
    group.bench_function("pairs", |bencher| {
        bencher.iter(|| NAMES.iter().map(|(a, b)| score(&Name::of(black_box(a)), &Name::of(black_box(b)))).sum::<f32>());
    });
    group.finish();
}

criterion_group!(benches, names);
criterion_main!(benches);
