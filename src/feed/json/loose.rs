//! Values of any type where one type was meant.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value of the expected shape, or anything else.
#[derive(serde::Deserialize)]
#[serde(untagged)]
pub(super) enum Maybe<T> {
    Some(T),
    Other(serde_json::Value),
}

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self::Other(serde_json::Value::Null)
    }
}

/// A text, or a number as text; anything else is nothing.
#[derive(Default)]
pub(super) struct Loose(pub(super) Option<String>);

/// The first name in an author object, a list of them, or a bare string.
#[derive(Default)]
pub(super) struct Author(Option<String>);

impl Author {
    pub(super) fn name(self) -> Option<String> {
        self.0
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0.or(other.0))
    }
}

/// The items that are objects; what else stands in the list is passed over. An object of items is
/// what PHP makes of a list with gaps.
pub(super) struct Items<T>(pub(super) Vec<T>);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyText { wants_name: false }).map(Self)
    }
}

impl<'de> Deserialize<'de> for Author {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyText { wants_name: true }).map(Self)
    }
}

/// Takes any JSON value and makes the best text of it; with `wants_name`, out of objects and lists too.
struct AnyText {
    wants_name: bool,
}

impl<'de> Visitor<'de> for AnyText {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let first = if self.wants_name { list.next_element::<Author>()?.and_then(Author::name) } else { None };
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut name = None;
        while let Some(key) = object.next_key::<String>()? {
            let is_text = if self.wants_name { key == "name" } else { key == "#value" };
            if is_text {
                name = object.next_value::<Loose>()?.0;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(name)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemsVisitor(PhantomData))
    }
}

struct ItemsVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for ItemsVisitor<T> {
    type Value = Items<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of items")
    }

    fn visit_unit<E>(self) -> Result<Items<T>, E> {
        Ok(Items(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Items<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(entry) = list.next_element::<Maybe<T>>()? {
            items.extend(entry.into_option());
        }
        Ok(Items(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Items<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(entry) = object.next_entry::<IgnoredAny, Maybe<T>>()? {
            items.extend(entry.1.into_option());
        }
        Ok(Items(items))
    }
}

impl<T: DeserializeOwned> Maybe<T> {
    fn into_option(self) -> Option<T> {
        match self {
            Self::Some(value) => Some(value),
            // An object that says something twice has kept the last of it here.
            Self::Other(value) => serde_json::from_value(value).ok(),
        }
    }
}
