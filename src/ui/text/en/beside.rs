//! The words of `text::beside` in English.

use crate::ui::text::beside::Beside;

pub const WORDS: Beside = Beside {
    show: "Compare side by side",
    close: "End the comparison",
    about: |here, beside| {
        format!(
            "The same commands at the same instant. Each queue is shown under {here}, and in the shaded lane \
             below it under {beside}."
        )
    },
    same: "No number differs at this instant.",
    number: "Number",
    offset_of: |group| format!("Consumer offset of {group}"),
    more: |n| format!("… and {n} more."),
    none: "none",
};
