//! What to do next: what the study file says, then what the results ask for.

use super::index_section::lowest;
use super::say::say;
use super::story::{OutcomeStory, Story};
use super::threats::findings;
use super::wording::{Reading, enumerate};
use crate::estimate::{EffectKind, Verdict};
use crate::methods::arms::DIFFERENCE;
use crate::report::document::{Block, Section};
use crate::report::words;

/// The section.
pub(crate) fn section(story: &Story) -> Section {
    let l = story.lang;
    let mut items: Vec<String> = story.result.next_steps.iter().map(|step| step.get(l).to_owned()).collect();
    if let Some(main) = story.outcomes.first() {
        items.push(on_the_answer(story, main));
        items.extend(unmoved(story, main));
        items.extend(open_checks(story, main));
    }
    for part in &story.outcomes {
        let weak = lowest(part, l, 2);
        if !weak.is_empty() {
            let list = enumerate(l, &weak);
            items.push(say!(
                l,
                "Dahulukan unsur dengan nilai terendah dalam rencana tindak lanjut: {list}.",
                "Put the elements with the lowest scores first in the follow-up plan: {list}."
            ));
        }
    }
    if story.outcomes.first().is_some_and(|main| !main.has_comparison()) {
        items.push(say!(
            l,
            "Sertakan unit layanan yang belum ikut program sebagai pembanding pada evaluasi berikutnya.",
            "Include service units that are not yet in the program as a comparison in the next evaluation."
        ));
    }
    Section { id: "next", title: say!(l, "Langkah berikutnya", "What to do next"), blocks: vec![Block::List { ordered: true, items }] }
}

fn on_the_answer(story: &Story, main: &OutcomeStory) -> String {
    let l = story.lang;
    let label = main.words.label_inside();
    match (main.reading(), main.has_comparison()) {
        (Reading::Improved, true) => say!(
            l,
            "Pertahankan program dan ukur kembali {label} setelah beberapa periode untuk memastikan perbaikannya bertahan.",
            "Keep the program and measure {label} again after some periods to make sure that the improvement lasts."
        ),
        (Reading::Improved, false) => say!(
            l,
            "Jangan memperluas program hanya berdasarkan hasil ini; pastikan dahulu perbaikan {label} memang berasal dari program.",
            "Do not extend the program on this result alone; first make sure that the improvement in {label} comes from the program."
        ),
        (Reading::Worsened, _) => {
            say!(l, "Telusuri penyebab memburuknya {label} sebelum program dilanjutkan.", "Find out why {label} got worse before the program goes on.")
        }
        (Reading::Unclear | Reading::Undefined, _) => say!(
            l,
            "Kumpulkan data lebih lama atau dari lebih banyak unit sebelum memutuskan kelanjutan program; data ini belum cukup untuk memastikan arah perubahan {label}.",
            "Collect data for longer or from more units before deciding on the program; these data are not enough to settle the direction of the change in {label}."
        ),
    }
}

/// Levels whose change cannot be told from zero.
fn unmoved(story: &Story, main: &OutcomeStory) -> Vec<String> {
    let l = story.lang;
    let mut out = Vec::new();
    for group in &main.outcome.by {
        let levels: Vec<_> = group.estimate.effects.iter().filter(|effect| effect.key.kind == EffectKind::Region && effect.key.term != DIFFERENCE).collect();
        let still: Vec<String> =
            levels.iter().filter(|effect| main.words.reading(effect) == Reading::Unclear).filter_map(|effect| effect.key.region.clone()).collect();
        // Where hardly any level moved, naming the rest tells a reader nothing.
        if still.is_empty() || still.len() * 2 > levels.len() {
            continue;
        }
        let (by, list) = (group.by.get(l), enumerate(l, &still));
        out.push(say!(
            l,
            "Periksa {by} yang perubahannya tidak dapat dibedakan dari nol ({list}): apakah program menyentuhnya, dan apa yang menghambat.",
            "Look into each {by} whose change cannot be told from zero ({list}): whether the program reached it, and what stands in the way."
        ));
    }
    out
}

fn open_checks(story: &Story, main: &OutcomeStory) -> Option<String> {
    let l = story.lang;
    let open: Vec<String> = findings(main)
        .iter()
        // Where the bootstrap agrees there is nothing to do about the number of clusters.
        .filter(|finding| finding.verdict == Verdict::Fail || (finding.verdict == Verdict::Caution && finding.name != "few-clusters"))
        .map(|finding| super::wording::inside(&words::check(&finding.name, l)))
        .collect();
    (!open.is_empty()).then(|| {
        let list = enumerate(l, &open);
        say!(l, "Tindak lanjuti pemeriksaan yang belum lolos: {list}.", "Follow up on the checks that did not pass: {list}.")
    })
}
