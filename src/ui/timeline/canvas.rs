//! plotters on a canvas: a small backend that knows the screen's pixel ratio and sets no style. Not here:
//! what is drawn.
//!
//! Invariant: coordinates are device pixels; nothing is added to the document, and text is never measured by
//! plotters.

use core::fmt;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};
use web_sys::CanvasRenderingContext2d;

/// Drawing on a canvas does not fail.
#[derive(Debug)]
pub struct Never;

impl fmt::Display for Never {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the canvas failed")
    }
}

impl core::error::Error for Never {}

type Drawn = Result<(), DrawingErrorKind<Never>>;

/// A canvas' context with its size in device pixels.
pub struct CanvasBackend {
    pub context: CanvasRenderingContext2d,
    pub width: u32,
    pub height: u32,
}

/// `rgba(1,2,3,0.5)`.
pub fn css(color: BackendColor) -> alloc::string::String {
    let (r, g, b) = color.rgb;
    let percent = (color.alpha * 100.0) as u32;
    format!("rgb({r} {g} {b} / {percent}%)")
}

impl CanvasBackend {
    fn stroke<S: BackendStyle>(&self, style: &S) {
        self.context.set_stroke_style_str(&css(style.color()));
        self.context.set_line_width(f64::from(style.stroke_width()));
        self.context.stroke();
    }

    fn fill(&self, color: BackendColor) {
        self.context.set_fill_style_str(&css(color));
        self.context.fill();
    }

    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>) {
        self.context.begin_path();
        for (i, (x, y)) in path.into_iter().enumerate() {
            let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            if i == 0 { self.context.move_to(x, y) } else { self.context.line_to(x, y) }
        }
    }
}

impl DrawingBackend for CanvasBackend {
    type ErrorType = Never;

    fn get_size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.context.set_fill_style_str(&css(color));
        self.context.fill_rect(f64::from(point.0), f64::from(point.1), 1.0, 1.0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.trace(path);
        self.stroke(style);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let corners = [from, (to.0, from.1), to, (from.0, to.1)];
        if fill { self.fill_polygon(corners, style) } else { self.draw_path(corners, style) }
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.context.begin_path();
        let (x, y) = (f64::from(center.0), f64::from(center.1));
        let _ = self.context.arc(x, y, f64::from(radius), 0.0, core::f64::consts::TAU);
        if fill {
            self.fill(style.color())
        } else {
            self.stroke(style)
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.trace(corners);
        self.context.close_path();
        self.fill(style.color());
        Ok(())
    }
}
