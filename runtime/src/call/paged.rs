//! Calls whose answer is a page of a list.

use serde::de::DeserializeOwned;

use super::Call;
use crate::client::Client;
use crate::facts::Operation;
use crate::pages::{Items, Paged, Pages, Walk};

impl<T: DeserializeOwned, I: DeserializeOwned, E> Call<T, E, Paged<I>> {
    pub(crate) fn paged_answer(client: &Client, operation: &'static Operation) -> Self {
        Call::json_answer(client, operation).with_mode(Paged::json())
    }
}

impl<T, I, E> Call<T, E, Paged<I>> {
    /// All pages from this one on, each fetched when it is asked for.
    ///
    /// It starts where the call's own parameters say, and everything else that is set for the call (headers, retries,
    /// the timeout, the deadline) holds for each page.
    ///
    /// ```no_run
    /// # use sdk_runtime::{Call, Error, ErrorBody, Json, Paged};
    /// # async fn run(call: Call<Json, ErrorBody, Paged<Json>>) -> Result<(), Error> {
    /// let mut pages = call.pages();
    /// while let Some(page) = pages.next().await {
    ///     println!("{}", page?["total"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> Pages<T> {
        Pages::new(Walk::new(self.draft), self.decode)
    }

    /// The items of all pages from this one on. A page is fetched when the items of the one before are used up.
    ///
    /// ```no_run
    /// # use sdk_runtime::{Call, Error, ErrorBody, Json, Paged};
    /// # async fn run(call: Call<Json, ErrorBody, Paged<Json>>) -> Result<(), Error> {
    /// let mut items = call.items();
    /// while let Some(item) = items.next().await {
    ///     println!("{}", item?["id"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items(self) -> Items<I> {
        Items::new(Walk::new(self.draft), self.mode)
    }

    /// The same call for its one page alone.
    pub fn one_page(self) -> Call<T, E> {
        self.with_mode(())
    }
}
