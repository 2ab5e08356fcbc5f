//! Reading a struct of many optional fields with little code. Not here: what the fields mean.
//!
//! What `derive` makes keeps each field apart until all are read: half a kilobyte a field in the page. Here a
//! default value is filled.
//!
//! Invariant: an unknown field is an error, as it is everywhere.

use serde::Deserialize;
use serde::de::MapAccess;

/// Reads a field's value into its place; a call a field is less code than what it does.
#[inline(never)]
pub(crate) fn fill<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    place: &mut T,
) -> Result<(), A::Error> {
    *place = map.next_value()?;
    Ok(())
}

/// Reads `$type` by filling its default with the named fields.
macro_rules! filled {
    ($type:ident { $($name:literal => $field:ident,)* }) => {
        const _: () = {
            struct Filling;

            impl<'de> serde::de::Visitor<'de> for Filling {
                type Value = $type;

                fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.write_str(stringify!($type))
                }

                fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$type, A::Error> {
                    let mut filled = $type::default();
                    while let Some(key) = map.next_key::<alloc::string::String>()? {
                        match key.as_str() {
                            $($name => crate::lesson::filled::fill(&mut map, &mut filled.$field)?,)*
                            _ => return Err(serde::de::Error::unknown_field(&key, &[])),
                        }
                    }
                    Ok(filled)
                }
            }

            impl<'de> serde::Deserialize<'de> for $type {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                    deserializer.deserialize_map(Filling)
                }
            }
        };
    };
}

pub(crate) use filled;
