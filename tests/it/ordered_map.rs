//! The sorted vector that holds the World's small maps, against `BTreeMap`. Not here: the World.
//!
//! Invariant: after any operations both answer alike, and have one stored form.

use offset_lab::engine::ordered_map::OrderedMap;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Operation {
    Insert(u8, u32),
    Remove(u8),
    Add(u8, u32),
    KeepOdd,
    PopLast,
    Clear,
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        6 => (any::<u8>(), any::<u32>()).prop_map(|(key, value)| Operation::Insert(key, value)),
        3 => any::<u8>().prop_map(Operation::Remove),
        3 => (any::<u8>(), 0..9u32).prop_map(|(key, value)| Operation::Add(key, value)),
        1 => Just(Operation::KeepOdd),
        1 => Just(Operation::PopLast),
        1 => Just(Operation::Clear),
    ]
}

fn obey(ours: &mut OrderedMap<u8, u32>, theirs: &mut BTreeMap<u8, u32>, operation: &Operation) {
    match *operation {
        Operation::Insert(key, value) => assert_eq!(ours.insert(key, value), theirs.insert(key, value)),
        Operation::Remove(key) => assert_eq!(ours.remove(&key), theirs.remove(&key)),
        Operation::Add(key, value) => {
            let (one, other) = (ours.entry(key).or_default(), theirs.entry(key).or_default());
            (*one, *other) = (one.wrapping_add(value), other.wrapping_add(value));
        }
        Operation::KeepOdd => {
            ours.retain(|_, value| *value % 2 == 1);
            theirs.retain(|_, value| *value % 2 == 1);
        }
        Operation::PopLast => assert_eq!(ours.pop_last(), theirs.pop_last()),
        Operation::Clear => {
            ours.clear();
            theirs.clear();
        }
    }
}

proptest! {
    #[test]
    fn it_answers_as_a_btree_map_does(operations in prop::collection::vec(operation(), 0..120), from: u8, to: u8) {
        let (mut ours, mut theirs) = (OrderedMap::new(), BTreeMap::new());
        for operation in &operations {
            obey(&mut ours, &mut theirs, operation);
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert_eq!(ours.last_key_value(), theirs.last_key_value());
            prop_assert_eq!((ours.len(), ours.get(&from)), (theirs.len(), theirs.get(&from)));
            if from <= to {
                prop_assert!(ours.range(from..to).eq(theirs.range(from..to)));
                prop_assert!(ours.range(from..=to).eq(theirs.range(from..=to)));
            }
            prop_assert!(ours.range(..to).eq(theirs.range(..to)));
            prop_assert!(ours.range(from..).eq(theirs.range(from..)));
        }
        let stored = serde_json::to_string(&theirs).unwrap();
        prop_assert_eq!(&serde_json::to_string(&ours).unwrap(), &stored);
        prop_assert_eq!(serde_json::from_str::<OrderedMap<u8, u32>>(&stored).unwrap(), ours);
    }
}
