fn main() {
    let t = std::time::Instant::now();
    match rasid::knowledge::Knowledge::load(&rasid::knowledge::builtin_files()) {
        Ok(k) => println!("{} entities {:?}", k.entities().len(), t.elapsed()),
        Err(e) => println!("{e}"),
    }
}
