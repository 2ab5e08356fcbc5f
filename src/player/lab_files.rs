//! A lab as a file and a file as a lab, piece by piece: neither the file nor the lab is ever in memory as a
//! whole. Not here: the format (`storage::export`).
//!
//! Out: the records go as they are in the database into parts of a `Blob`, which the browser keeps where it
//! likes. In: slices of the file are checked record by record and stored in transactions of a few megabytes.
//!
//! Invariant: a file becomes a lab of its own or nothing at all, and the lab on the page does not notice
//! either.

use crate::indexed_db::{IndexedDbStore, identity};
use crate::player::labs::{LabError, alone, now_ms};
use crate::player::session::Session;
use crate::player::session::move_lab::new_lab_name;
use crate::player::session::state::State;
use crate::storage::export::{ExportError, Fault, Reader, Step, Writer};
use crate::storage::record::Kind;
use crate::storage::{
    Durability, Identity, Manifest, MemoryStore, Origin, Store, StoreError, WriteBatch, recover,
};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag};

/// Bytes that are gathered before they become a part of the blob, or a transaction.
const PART_BYTES: u64 = 4 * 1024 * 1024;
/// Bytes of a file that are read at once.
const WINDOW_BYTES: usize = 4 * 1024 * 1024;
const FILE_TYPE: &str = "application/x-offset-lab";

/// How far a long piece of work is, and whether a person has had enough of it.
#[derive(Clone, Default)]
pub struct FileProgress(Rc<ProgressCells>);

#[derive(Default)]
struct ProgressCells {
    bytes: Cell<u64>,
    of: Cell<u64>,
    cancelled: Cell<bool>,
    on_change: RefCell<Option<Box<dyn Fn()>>>,
}

impl FileProgress {
    /// Calls `listener` whenever it is further.
    pub fn on_change(&self, listener: impl Fn() + 'static) {
        *self.0.on_change.borrow_mut() = Some(Box::new(listener));
    }

    /// Bytes done, of about how many.
    pub fn bytes(&self) -> (u64, u64) {
        (self.0.bytes.get(), self.0.of.get())
    }

    /// It should end.
    pub fn cancel(&self) {
        self.0.cancelled.set(true);
    }

    /// It was told to end.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.get()
    }

    fn is_at(&self, bytes: u64, of: u64) {
        self.0.bytes.set(bytes);
        self.0.of.set(of.max(bytes));
        if let Some(listener) = &*self.0.on_change.borrow() {
            listener();
        }
    }
}

/// Why there is no file, or no lab.
#[derive(Clone, PartialEq, Debug)]
pub enum FileError {
    /// The file is not what it should be.
    File(ExportError),
    /// The lab can't be had.
    Lab(LabError),
    /// A person ended it.
    Cancelled,
}

impl From<StoreError> for FileError {
    fn from(error: StoreError) -> FileError {
        FileError::Lab(LabError::Store(error))
    }
}

impl From<LabError> for FileError {
    fn from(error: LabError) -> FileError {
        FileError::Lab(error)
    }
}

impl From<ExportError> for FileError {
    fn from(error: ExportError) -> FileError {
        FileError::File(error)
    }
}

/// A lab as a file.
pub struct LabFile {
    /// Its bytes.
    pub blob: Blob,
    /// Stored records that were damaged and are not in it.
    pub left_out: u64,
}

/// A file in the making.
struct Parts {
    writer: Writer,
    /// Whole parts of the blob.
    parts: Array,
    /// Pieces of the next one.
    pieces: Array,
    piece_bytes: u64,
    bytes: u64,
    of: u64,
    failed: bool,
}

impl Parts {
    fn begin() -> Parts {
        let (parts, pieces) = (Array::new(), Array::of1(&Uint8Array::from(&Writer::head()[..])));
        Parts { writer: Writer::default(), parts, pieces, piece_bytes: 0, bytes: 0, of: 0, failed: false }
    }

    /// One record is copied for a moment, to have its hash checked; the file gets the browser's own bytes.
    fn add(&mut self, kind: Kind, key: u64, record: &Uint8Array) {
        let bytes = record.to_vec();
        if kind == Kind::Manifest
            && let Ok(manifest) = Manifest::from_record(&bytes)
        {
            self.of = manifest.log_end.saturating_sub(manifest.log_begin).max(0) as u64;
        }
        if let Some(before) = self.writer.add(kind, key, &bytes) {
            self.pieces.push(&Uint8Array::from(&before[..]));
            self.pieces.push(record);
            self.piece_bytes += bytes.len() as u64;
            self.bytes += bytes.len() as u64;
        }
        if self.piece_bytes >= PART_BYTES {
            self.close_part();
        }
    }

    /// What is in a blob, the browser may put on its disk.
    fn close_part(&mut self) {
        match Blob::new_with_u8_array_sequence(&self.pieces) {
            Ok(part) => drop(self.parts.push(&part)),
            Err(_) => self.failed = true,
        }
        (self.pieces, self.piece_bytes) = (Array::new(), 0);
    }

    fn finish(&mut self) -> Result<LabFile, StoreError> {
        self.pieces.push(&Uint8Array::from(&self.writer.end()[..]));
        self.close_part();
        let options = BlobPropertyBag::new();
        options.set_type(FILE_TYPE);
        let blob = Blob::new_with_blob_sequence_and_options(&self.parts, &options);
        match blob {
            Ok(blob) if !self.failed => Ok(LabFile { blob, left_out: self.writer.left_out() }),
            _ => Err(StoreError::Other("there is no room for the file".to_string())),
        }
    }
}

/// A lab as a file. The one on the page is stored to its end first; a lab that is nowhere but in memory is
/// taken from there.
pub async fn export(here: &Session, lab: &str, progress: &FileProgress) -> Result<LabFile, FileError> {
    let in_memory = match &*here.0.state.borrow() {
        State::InMemory { memory, .. } | State::Refused { memory, store: None, .. } => Some(memory.clone()),
        State::Refused { store: Some(_), .. }
        | State::Writing { .. }
        | State::Following { .. }
        | State::Opening(_)
        | State::LetGo => None,
    };
    let in_memory = in_memory.filter(|_| lab == here.lab());
    if let Some(store) = in_memory {
        here.settle().await?;
        return Ok(of_memory(&store)?);
    }
    let mut _lock = None;
    if lab == here.lab() && here.writes() {
        here.settle().await?;
    } else if lab != here.lab() {
        _lock = alone(lab).await?;
    }
    let store = IndexedDbStore::open(lab).await?;
    let parts = Rc::new(RefCell::new(Parts::begin()));
    let (adding, told) = (parts.clone(), progress.clone());
    let walked = store.walk(move |kind, key, record| {
        let mut parts = adding.borrow_mut();
        parts.add(kind, key, record);
        let (bytes, of) = (parts.bytes, parts.of);
        drop(parts);
        told.is_at(bytes, of);
        !told.is_cancelled()
    });
    walked.await?;
    if progress.is_cancelled() {
        return Err(FileError::Cancelled);
    }
    let file = parts.borrow_mut().finish();
    Ok(file?)
}

fn of_memory(store: &MemoryStore) -> Result<LabFile, StoreError> {
    let mut parts = Parts::begin();
    store.each_record(|kind, key, record| parts.add(kind, key, &Uint8Array::from(record)));
    parts.finish()
}

/// Whether a file begins as a lab's does.
pub async fn is_lab_file(file: &Blob) -> bool {
    let begin = read(file, 0, crate::storage::export::FILE_BEGINS.len()).await;
    begin.is_some_and(|bytes| bytes == crate::storage::export::FILE_BEGINS)
}

async fn read(file: &Blob, from: u64, bytes: usize) -> Option<Vec<u8>> {
    let slice = file.slice_with_f64_and_f64(from as f64, from as f64 + bytes as f64).ok()?;
    let buffer = JsFuture::from(slice.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer.unchecked_into::<js_sys::ArrayBuffer>()).to_vec())
}

/// Makes a lab of a file and gives its name; `title` takes the place of its own. Where it fails nothing is
/// left of it.
pub async fn import(file: &Blob, title: Option<&str>, progress: &FileProgress) -> Result<String, FileError> {
    let lab = new_lab_name();
    let lock = alone(&lab).await?;
    let stored = store_file(&lab, file, title, progress).await;
    if let Err(error) = stored {
        drop(lock);
        // What can't be deleted now is listed as damaged.
        let _ = IndexedDbStore::destroy(&lab).await;
        identity::forget(&lab);
        return Err(error);
    }
    identity::note_opened(&lab, now_ms());
    identity::note_changed(&lab);
    Ok(lab)
}

async fn store_file(
    lab: &str,
    file: &Blob,
    title: Option<&str>,
    progress: &FileProgress,
) -> Result<(), FileError> {
    let size = file.size() as u64;
    let (mut reader, mut window, mut window_at) = (Reader::new(size), Vec::new(), 0);
    let store = IndexedDbStore::open(lab).await?;
    let (mut batch, mut manifest) = (WriteBatch::default(), None);
    loop {
        let at = reader.at();
        match reader.next(&window[(at - window_at) as usize..])? {
            Step::Need(bytes) => {
                let bytes = bytes.max(WINDOW_BYTES).min((size - reader.at()) as usize);
                window_at = reader.at();
                window = read(file, window_at, bytes).await.ok_or_else(unreadable)?;
                progress.is_at(window_at, size);
            }
            // Written last: without it there is no lab.
            Step::Record { kind: Kind::Manifest, record, .. } => {
                manifest = Some(Manifest::from_record(record)?)
            }
            Step::Record { kind: Kind::Origin, record, .. } => {
                let mut origin = Origin::from_record(record)?;
                origin.title = title.map_or(origin.title, String::from);
                batch.put(Kind::Origin, 0, origin.to_record());
            }
            Step::Record { kind, key, record } => batch.put(kind, key, record.to_vec()),
            Step::End(_) => break,
        }
        if progress.is_cancelled() {
            return Err(FileError::Cancelled);
        }
        if batch.bytes() as u64 >= PART_BYTES {
            store.commit(&core::mem::take(&mut batch)).await?;
        }
    }
    // It is a lab of its own from now on.
    if let Some(manifest) = &mut manifest {
        (manifest.epoch, manifest.revision) = (identity::new_epoch(), 1);
        batch.manifest = Some(manifest.to_record());
    }
    batch.durability = Durability::Strict;
    store.commit(&batch).await?;
    progress.is_at(size, size);
    let no_lab = || ExportError { at: 0, fault: Fault::NoLab };
    let recovered = recover(store.load().await?, None).map_err(|_| no_lab())?;
    let manifest = recovered.0.ok_or_else(no_lab)?.manifest;
    if manifest.epoch != 0 {
        identity::write(lab, Identity { epoch: manifest.epoch, revision: manifest.revision });
    }
    Ok(())
}

/// The file was moved or changed while it was read.
fn unreadable() -> FileError {
    FileError::from(StoreError::Other("the file can't be read any more; choose it again".to_string()))
}

/// A copy of a lab, with this title.
pub async fn duplicate(
    here: &Session,
    lab: &str,
    title: &str,
    progress: &FileProgress,
) -> Result<String, FileError> {
    let file = export(here, lab, progress).await?;
    import(&file.blob, Some(title), progress).await
}

impl Session {
    /// Waits until all there is is stored, on the disk.
    async fn settle(&self) -> Result<(), StoreError> {
        if let Ok(mut player) = self.0.player.try_borrow_mut() {
            player.flush(Durability::Strict);
        }
        self.pump();
        self.at_rest().await
    }
}
