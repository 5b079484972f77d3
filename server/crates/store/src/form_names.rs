//! What forms and their versions are called.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use domain::visit::FormVersion;
use std::collections::HashMap;

/// Names of forms and of versions, as the tools write them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormNames {
    forms: HashMap<i32, String>,
    versions: HashMap<i32, String>,
}

impl FormNames {
    /// A version of a form in one line. A tool that names no form still says its version.
    pub fn name(&self, form: FormVersion) -> String {
        let parts = [self.forms.get(&form.form), self.versions.get(&form.version)];
        let told: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        told.join(" · ")
    }
}

impl Db {
    /// All of them: a handful, unless a tool writes another version into every interview.
    pub async fn form_names(&self) -> Result<FormNames, StoreError> {
        let forms: Vec<(i32, String)> = each_db!(self, pool => sqlx::query_as(
            "SELECT form_id, code FROM form"
        ).fetch_all(pool).await?);
        let versions: Vec<(i32, String)> = each_db!(self, pool => sqlx::query_as(
            "SELECT form_version_id, code FROM form_version"
        ).fetch_all(pool).await?);
        Ok(FormNames {
            forms: forms.into_iter().collect(),
            versions: versions.into_iter().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_named_with_its_version_and_a_version_without_a_form_alone() {
        let names = FormNames {
            forms: [(1, "pser".to_owned())].into(),
            versions: [(3, "v3".to_owned())].into(),
        };
        let name = |form, version| names.name(FormVersion { form, version });
        assert_eq!(name(1, 3), "pser · v3");
        assert_eq!(name(0, 3), "v3");
    }
}
