//! PostgreSQL: rows into `COPY … FROM STDIN (FORMAT binary)`.
//!
//! The format is PostgreSQL's documentation, SQL command COPY, "Binary Format": a signature, then for every row its
//! number of fields and for every field its length and its bytes, big-endian.

use crate::error::StoreError;
use sqlx::PgConnection;
use sqlx::postgres::PgCopyIn;

/// Bytes gathered before they are sent: large enough that sending costs little, small enough that the server works
/// while the next are being gathered.
const CHUNK_BYTES: usize = 512 * 1024;

/// A running `COPY` into one table.
pub(crate) struct CopyIn<'c> {
    copy: PgCopyIn<&'c mut PgConnection>,
    buffer: Vec<u8>,
    fields: i16,
}

/// A row being written: every field must be pushed, in the order of the statement's columns.
pub(crate) struct RowBuffer<'b>(&'b mut Vec<u8>);

impl<'c> CopyIn<'c> {
    /// Begins; `statement` names as many columns as `fields` says.
    pub(crate) async fn begin(
        connection: &'c mut PgConnection,
        statement: &'static str,
        fields: i16,
    ) -> Result<CopyIn<'c>, StoreError> {
        let copy = connection.copy_in_raw(statement).await?;
        let mut buffer = Vec::with_capacity(CHUNK_BYTES + 64 * 1024);
        buffer.extend_from_slice(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0");
        Ok(CopyIn {
            copy,
            buffer,
            fields,
        })
    }

    /// Writes a row.
    pub(crate) async fn row(
        &mut self,
        write: impl FnOnce(&mut RowBuffer<'_>),
    ) -> Result<(), StoreError> {
        self.buffer.extend_from_slice(&self.fields.to_be_bytes());
        write(&mut RowBuffer(&mut self.buffer));
        if self.buffer.len() >= CHUNK_BYTES {
            self.copy.send(self.buffer.as_slice()).await?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Ends; answers how many rows the server took.
    pub(crate) async fn finish(mut self) -> Result<u64, StoreError> {
        self.buffer.extend_from_slice(&(-1_i16).to_be_bytes());
        self.copy.send(self.buffer.as_slice()).await?;
        Ok(self.copy.finish().await?)
    }
}

impl RowBuffer<'_> {
    pub(crate) fn bytes(&mut self, value: &[u8]) {
        let length = i32::try_from(value.len()).unwrap_or(i32::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(value);
    }

    pub(crate) fn null(&mut self) {
        self.0.extend_from_slice(&(-1_i32).to_be_bytes());
    }

    pub(crate) fn bool(&mut self, value: bool) {
        self.bytes(&[u8::from(value)]);
    }

    pub(crate) fn i16(&mut self, value: i16) {
        self.bytes(&value.to_be_bytes());
    }

    pub(crate) fn i32(&mut self, value: i32) {
        self.bytes(&value.to_be_bytes());
    }

    pub(crate) fn i64(&mut self, value: i64) {
        self.bytes(&value.to_be_bytes());
    }

    pub(crate) fn f64(&mut self, value: f64) {
        self.bytes(&value.to_be_bytes());
    }

    /// A value, or NULL.
    pub(crate) fn some<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => write(self, value),
            None => self.null(),
        }
    }

    /// A count, or NULL. The reader refuses counts that an INTEGER cannot hold.
    pub(crate) fn count(&mut self, value: Option<u32>) {
        self.some(
            value.map(|value| i32::try_from(value).unwrap_or(i32::MAX)),
            Self::i32,
        );
    }
}
