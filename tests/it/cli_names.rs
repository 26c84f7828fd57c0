//! `names`: two names, a batch, and how well they are told apart.

use crate::cli_bed::Bed;

#[test]
fn two_names_are_aligned_with_reasons() {
    let bed = Bed::new();
    let same = bed.run(&["names", "match", "Abdullah Hamdok", "عبد الله حمدوك"]).ok();
    for words in ["score 0.", "Abdullah = عبد الله", "joined in one, split in the other", "taken for one name"] {
        assert!(same.out.contains(words), "{words}: {}", same.out);
    }
    let json = bed.run(&["names", "match", "Ali Larijani", "علي شمخاني", "--format", "json"]);
    assert_eq!(json.status, Some(1));
    let found = json.json();
    assert_eq!((&found["same"], &found["left"][0][0]), (&false.into(), &"Larijani".into()));
}

#[test]
fn a_batch_gives_one_score_a_line_in_order() {
    let bed = Bed::new();
    let input = "Vadim Krasikov\tВадим Красиков\nAnna\tOtto\r\n\nVadim Krasikov\tفاديم كراسيكوف";
    let ran = bed.run_with(&[], &["names", "match", "--batch"], input);
    let scores: Vec<f64> = ran.out.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(scores.len(), 4);
    assert!(0.66 < scores[0] && scores[1] < 0.3 && scores[2] == 0.0 && 0.66 < scores[3], "{scores:?}");
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("line 3"), "{}", ran.err);
}

#[test]
fn labelled_pairs_are_measured() {
    let bed = Bed::new();
    let pairs = "1\tВадим Красиков\tVadim Krasikov\n0\tВадим Красиков\tEvan Gershkovich\n1\tПол Уилан\tMarc Fogel\n";
    std::fs::write(bed.path("pairs.tsv"), pairs).unwrap();
    let ran = bed.run(&["names", "eval", "pairs.tsv", "--errors"]).ok();
    for words in ["precision 1.000 recall 0.500", "missed 0.0000  Пол Уилан / Marc Fogel"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    std::fs::write(bed.path("pairs.tsv"), "yes\ta\tb\n").unwrap();
    assert!(bed.run(&["names", "eval", "pairs.tsv"]).err.contains("line 1"));
}
